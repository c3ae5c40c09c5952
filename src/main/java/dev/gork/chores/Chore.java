package dev.gork.chores;

import dev.gork.concurrent.RecurringTask;
import java.time.Duration;

/**
 * Work that a node does beside the jobs, at an interval. Every bean of this type is run while the application runs, never
 * twice at the same time on a node, and on a thread that is kept for it. What one node is to do for all of them asks
 * {@link ChoreStore#take} first.
 */
public interface Chore {
    /** Which nodes do it. */
    enum Nodes {
        /** All, also those that only enqueue. */
        ALL,
        /** Those for which {@code gork.enabled} is true, also without any handler, such as the console's. */
        ENABLED,
        /** Those that are enabled and have handlers. */
        WITH_HANDLERS
    }

    /** Returns the name by which the log and the health check call it. */
    String name();

    /** Returns the time between two runs; the first one is at the application's start. */
    Duration interval();

    /** Returns which nodes do it. */
    default Nodes nodes() {
        return Nodes.WITH_HANDLERS;
    }

    /** Returns whether a run may take as long as there are rows, so that it does not count as hanging. */
    default boolean mayRunLong() {
        return false;
    }

    /** Returns the longest pause before it is tried again after failures. */
    default Duration longestPause() {
        return RecurringTask.MAX_PAUSE;
    }

    /**
     * Runs once.
     *
     * @throws Exception if it fails; it is tried again after a pause
     */
    void runOnce() throws Exception;
}
