/** What people set for queues. */
@NullMarked
package dev.gork.queues;

import org.jspecify.annotations.NullMarked;
