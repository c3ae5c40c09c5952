/** The HTTP API and the console; in the WAR only, never in the core jar. */
@NullMarked
package dev.gork.console;

import org.jspecify.annotations.NullMarked;
