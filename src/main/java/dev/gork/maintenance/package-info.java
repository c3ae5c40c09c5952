/** Chores that run now and then, each with a <code>runOnce</code>. */
@NullMarked
package dev.gork.maintenance;

import org.jspecify.annotations.NullMarked;
