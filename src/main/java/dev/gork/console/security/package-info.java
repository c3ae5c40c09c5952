/** Who is asking, and what the browser is told to allow. */
@NullMarked
package dev.gork.console.security;

import org.jspecify.annotations.NullMarked;
