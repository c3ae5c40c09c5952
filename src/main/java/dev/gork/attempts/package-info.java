/** One attempt of a job: its time, its thread, and the gate it passes. */
@NullMarked
package dev.gork.attempts;

import org.jspecify.annotations.NullMarked;
