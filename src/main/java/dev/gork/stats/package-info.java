/** How many jobs there are, what waits, and what became of attempts. */
@NullMarked
package dev.gork.stats;

import org.jspecify.annotations.NullMarked;
