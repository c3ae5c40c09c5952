package dev.gork.engine;

import dev.gork.JobInfo;
import dev.gork.config.QueueSettings;
import dev.gork.handler.Handler;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The slots of one queue on this node: at most so many workers, each running one claimed job after the other. */
final class QueueWorkers {
    private static final Logger LOG = System.getLogger(QueueWorkers.class.getName());

    private final Handler handler;
    private final QueueSettings settings;
    private final JobRunner runner;
    private final Executor executor;
    private final Runnable slotFree;

    /** Whether there may be due jobs that have not been asked for. */
    private final AtomicBoolean look = new AtomicBoolean(true);

    private final Deque<JobInfo> claimed = new ArrayDeque<>();
    private int workers;

    QueueWorkers(Handler handler, QueueSettings settings, JobRunner runner, Executor executor, Runnable slotFree) {
        this.handler = handler;
        this.settings = settings;
        this.runner = runner;
        this.executor = executor;
        this.slotFree = slotFree;
    }

    String queue() {
        return handler.queue();
    }

    void lookAgain() {
        look.set(true);
    }

    /** How many jobs to ask for now: none while there is nothing new to look for, or no slot. */
    int wanted() {
        int free = free();
        return free > 0 && look.getAndSet(false) ? free : 0;
    }

    synchronized boolean idle() {
        return workers == 0 && claimed.isEmpty();
    }

    /**
     * Takes jobs that were claimed for this queue. As many as asked for means that there may be more.
     *
     * @throws RejectedExecutionException if there is no thread for them; they have been given back
     */
    void accept(List<JobInfo> jobs, int asked) {
        if (jobs.size() == asked) {
            lookAgain();
        }
        synchronized (this) {
            claimed.addAll(jobs);
        }
        jobs.forEach(job -> startWorker());
    }

    /** Gives back the jobs that were claimed and not begun. */
    void releaseUnbegun() {
        List<JobInfo> rest;
        synchronized (this) {
            rest = new ArrayList<>(claimed);
            claimed.clear();
        }
        rest.forEach(job -> runner.release(job, settings));
    }

    private synchronized int free() {
        return settings.instances() - workers - claimed.size();
    }

    private void startWorker() {
        synchronized (this) {
            if (workers == settings.instances() || claimed.isEmpty()) {
                return;
            }
            workers++;
        }
        try {
            executor.execute(this::work);
        } catch (RejectedExecutionException | OutOfMemoryError e) { // stopped, or no thread left
            synchronized (this) {
                workers--;
            }
            releaseUnbegun();
            // So that the poller backs off, rather than claim the same jobs at once again.
            throw new RejectedExecutionException("No thread for queue '" + queue() + "'", e);
        }
    }

    private void work() {
        JobInfo job;
        while ((job = next()) != null) {
            try {
                runner.run(job, handler, settings);
            } catch (Throwable e) { // no handler's, so the engine's own: neither slot nor job may be lost
                LOG.log(
                        Level.ERROR,
                        "Job '" + job.id() + "' of queue '" + queue() + "' could not be carried through",
                        e);
                runner.crashed(job, settings, e);
            }
        }
        if (look.get()) {
            slotFree.run();
        }
    }

    private synchronized @Nullable JobInfo next() {
        JobInfo job = claimed.poll();
        if (job == null) {
            workers--;
        }
        return job;
    }
}
