/** Signing in: who sends a request, and with which role. */
@NullMarked
package dev.gork.console.security;

import org.jspecify.annotations.NullMarked;
