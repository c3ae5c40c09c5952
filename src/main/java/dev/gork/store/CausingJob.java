package dev.gork.store;

import dev.gork.Job;
import org.jspecify.annotations.Nullable;

/**
 * The job that this thread works for, and that the jobs enqueued on it are therefore caused by. A thread's own variable,
 * not a bean of the request, for every enqueue asks, and most handlers do not.
 */
public final class CausingJob {
    private static final ThreadLocal<Job> JOB = new ThreadLocal<>();

    private CausingJob() {}

    /** From here on this thread works for this job. */
    public static void begin(Job job) {
        JOB.set(job);
    }

    /** From here on it does not. */
    public static void end() {
        JOB.remove();
    }

    /** The job; null if the thread works for none. */
    public static @Nullable Job job() {
        return JOB.get();
    }

    /** Its id. */
    public static @Nullable String id() {
        Job job = JOB.get();
        return job == null ? null : job.id();
    }
}
