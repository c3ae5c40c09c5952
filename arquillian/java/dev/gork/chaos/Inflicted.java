package dev.gork.chaos;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A fault as it happened.
 *
 * @param kind what was done
 * @param node to whom; null for the database, and so for all
 * @param began just before it
 * @param ended when it was over: the process gone or going on, the database or the network back
 */
record Inflicted(FaultKind kind, @Nullable String node, Instant began, Instant ended) {

    /** What is noted as the time of something may be so far from when it took effect. */
    private static final Duration BLUR = Duration.ofSeconds(1);

    /** Whether it hit this node between these two moments. */
    boolean hit(String who, Instant from, Instant to) {
        return (node == null || node.equals(who))
                && !began.minus(BLUR).isAfter(to)
                && !ended.plus(BLUR).isBefore(from);
    }
}
