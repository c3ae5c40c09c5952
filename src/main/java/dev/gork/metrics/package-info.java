/** MicroProfile Metrics, counted from transitions. */
@NullMarked
package dev.gork.metrics;

import org.jspecify.annotations.NullMarked;
