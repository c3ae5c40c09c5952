/** Typed and validated <code>gork.*</code> settings, read from MicroProfile Config. */
@NullMarked
package dev.gork.config;

import org.jspecify.annotations.NullMarked;
