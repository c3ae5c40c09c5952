/** MicroProfile Metrics, counted by listening to lifecycle events. */
@NullMarked
package dev.gork.metrics;

import org.jspecify.annotations.NullMarked;
