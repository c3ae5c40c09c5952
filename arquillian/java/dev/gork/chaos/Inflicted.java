package dev.gork.chaos;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A fault as it happened.
 *
 * @param kind what was done
 * @param node to whom; null for the database, and so for all
 * @param job to which job of the node, if it was meant for one
 * @param began just before it
 * @param ended when it was over: the process gone or going on, the database, the network or the row free again
 * @param back when the node was at work again, which takes a start if its process was gone
 */
record Inflicted(
        FaultKind kind, @Nullable String node, @Nullable String job, Instant began, Instant ended, Instant back) {

    /** What is noted as the time of something may be so far from when it took effect. */
    private static final Duration BLUR = Duration.ofSeconds(1);

    /** Whether it hit this node between these two moments. */
    boolean hit(String who, Instant from, Instant to) {
        return isOf(who) && overlaps(ended, from, to);
    }

    /** Tells whether it kept this node from doing or writing its work between these two moments. */
    boolean hindered(String who, Instant from, Instant to) {
        return (kind.takesNodeAway() || kind.cutsDatabase()) && isOf(who) && overlaps(back, from, to);
    }

    /** Tells whether it locked the row of this job. */
    boolean locked(String which) {
        return kind == FaultKind.ROW_LOCKED && which.equals(job);
    }

    private boolean isOf(String who) {
        return node == null || node.equals(who);
    }

    private boolean overlaps(Instant end, Instant from, Instant to) {
        return !began.minus(BLUR).isAfter(to) && !end.plus(BLUR).isBefore(from);
    }
}
