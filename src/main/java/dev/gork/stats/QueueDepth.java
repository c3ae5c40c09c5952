package dev.gork.stats;

import java.time.Duration;

/**
 * What waits to be run in a queue.
 *
 * @param due how many jobs are due, at most the limit asked for
 * @param oldest for how long the oldest of them has been due
 * @param scheduled how many are scheduled, due or not, at most the limit asked for
 */
public record QueueDepth(long due, Duration oldest, long scheduled) {
    /** Nothing. */
    public static final QueueDepth NONE = new QueueDepth(0, Duration.ZERO, 0);
}
