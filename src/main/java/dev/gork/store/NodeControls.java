package dev.gork.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is set for a node's queues.
 *
 * @param byQueue by queue; those for which nothing was set are missing
 */
public record NodeControls(Map<String, Control> byQueue) {
    private static final Control NOTHING = new Control(false, null);

    /**
     * What is set for one queue on this node.
     *
     * @param paused whether none of its jobs is to be begun
     * @param instances how many of its jobs run at once; null as configured
     */
    public record Control(boolean paused, @Nullable Integer instances) {}

    /** What is set for this queue. */
    public Control of(String queue) {
        return byQueue.getOrDefault(queue, NOTHING);
    }
}
