/** The console's settings. */
@NullMarked
package dev.gork.console.config;

import org.jspecify.annotations.NullMarked;
