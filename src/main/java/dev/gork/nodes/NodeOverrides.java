package dev.gork.nodes;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is set for a node's queues.
 *
 * @param byQueue by queue; those for which nothing was set are missing
 */
public record NodeOverrides(Map<String, OfQueue> byQueue) {
    private static final OfQueue NOTHING = new OfQueue(false, null);

    /**
     * What is set for one queue on this node.
     *
     * @param paused whether none of its jobs is to be begun
     * @param instances how many of its jobs run at once; null as configured
     */
    public record OfQueue(boolean paused, @Nullable Integer instances) {}

    /** What is set for this queue. */
    public OfQueue of(String queue) {
        return byQueue.getOrDefault(queue, NOTHING);
    }
}
