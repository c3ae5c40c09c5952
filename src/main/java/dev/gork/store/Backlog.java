package dev.gork.store;

import java.time.Duration;

/**
 * What waits to be run in a queue.
 *
 * @param due how many jobs are due, at most the limit asked for
 * @param oldest for how long the oldest of them has been due
 * @param scheduled how many are scheduled, due or not, at most the limit asked for
 */
public record Backlog(long due, Duration oldest, long scheduled) {
    /** Nothing. */
    public static final Backlog NONE = new Backlog(0, Duration.ZERO, 0);
}
