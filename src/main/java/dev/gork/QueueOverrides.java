package dev.gork;

import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What people set for a queue while it runs: kept in the database, for every node, until it is set otherwise.
 *
 * @param queue the queue
 * @param pausedAt since when it is paused; null if it is not
 * @param pausedBy who paused it; null if nobody said, or it is not paused
 * @param everywhere how many of its jobs each node runs at once; null as configured
 * @param byNode the same for single nodes, by the node's name; it wins over {@code everywhere}
 */
public record QueueOverrides(
        String queue,
        @Nullable Instant pausedAt,
        @Nullable String pausedBy,
        @Nullable Integer everywhere,
        Map<String, Integer> byNode) {

    /** The most that can be set for a node to run at once. */
    public static final int MAX_INSTANCES = 10_000;

    /** Nothing set: the queue runs as it is configured. */
    public static QueueOverrides none(String queue) {
        return new QueueOverrides(queue, null, null, null, Map.of());
    }

    /** Whether it is paused. */
    public boolean paused() {
        return pausedAt != null;
    }

    /** How many jobs a node runs at once, if that was set for it or for all; whether or not the queue is paused. */
    public OptionalInt instances(String node) {
        Integer set = byNode.getOrDefault(node, everywhere);
        return set == null ? OptionalInt.empty() : OptionalInt.of(set);
    }
}
