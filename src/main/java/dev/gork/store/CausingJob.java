package dev.gork.store;

import org.jspecify.annotations.Nullable;

/**
 * The job that this thread works for, and that the jobs enqueued on it are therefore caused by. A thread's own variable,
 * not the injectable job, for every enqueue asks.
 */
public final class CausingJob {
    private static final ThreadLocal<String> ID = new ThreadLocal<>();

    private CausingJob() {}

    /** From here on this thread works for this job. */
    public static void begin(String id) {
        ID.set(id);
    }

    /** From here on it does not. */
    public static void end() {
        ID.remove();
    }

    /** The job's id; null if the thread works for none. */
    public static @Nullable String id() {
        return ID.get();
    }
}
