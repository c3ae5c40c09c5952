package dev.gork.events;

import dev.gork.Job;
import org.jspecify.annotations.Nullable;

/**
 * The job that this thread works for, and that the jobs enqueued on it are therefore caused by. A thread's own variable,
 * not a bean of the request, for every enqueue asks, and most handlers do not.
 */
public final class CurrentJob {
    private static final ThreadLocal<Job> JOB = new ThreadLocal<>();

    private CurrentJob() {}

    /**
     * Has this thread work for a job.
     *
     * @return what it worked for before, to be given to {@link #end}
     */
    public static @Nullable Job begin(Job job) {
        Job before = JOB.get();
        JOB.set(job);
        return before;
    }

    /** Has it work for what it worked for before. */
    public static void end(@Nullable Job before) {
        if (before == null) {
            JOB.remove();
        } else {
            JOB.set(before);
        }
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
