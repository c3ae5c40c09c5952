/** Outcomes on their way to the table, and the events that follow them. */
@NullMarked
package dev.gork.outcomes;

import org.jspecify.annotations.NullMarked;
