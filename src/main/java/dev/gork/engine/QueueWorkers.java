package dev.gork.engine;

import dev.gork.config.QueueSettings;
import dev.gork.handler.Handler;
import dev.gork.store.ClaimedJob;
import dev.gork.store.NodeControls;
import dev.gork.store.Position;
import dev.gork.store.Wanted;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The slots of one queue on this node: at most so many workers, each running one claimed job after the other. Beyond the
 * slots it asks for as many jobs as its workers get through in {@link #AHEAD}: so many for handlers that are done in no
 * time that they never wait for a claim, none for slow ones, whose jobs another node could begin sooner.
 */
final class QueueWorkers {
    private static final Logger LOG = System.getLogger(QueueWorkers.class.getName());

    private static final Duration AHEAD = Duration.ofMillis(50);

    /** A rate that was measured for less time than this says little. */
    private static final Duration SHORTEST_MEASUREMENT = Duration.ofMillis(5);

    private final Handler handler;
    private final QueueSettings settings;
    private final int maxPrefetch;
    private final JobRunner runner;
    private final Executor executor;
    private final Runnable roomForMore;

    /** Whether there may be due jobs that have not been asked for. */
    private final AtomicBoolean look = new AtomicBoolean(true);

    private final Deque<ClaimedJob> claimed = new ArrayDeque<>();
    private int workers;
    private int instances;
    private boolean paused;
    private boolean closed;
    private int prefetch;
    private long begun;
    private long measuredSince = System.nanoTime();
    private long lastBegun = System.nanoTime();
    private @Nullable Position reached;

    QueueWorkers(
            Handler handler,
            QueueSettings settings,
            int maxPrefetch,
            JobRunner runner,
            Executor executor,
            Runnable roomForMore) {
        this.handler = handler;
        this.settings = settings;
        this.instances = settings.instances();
        this.maxPrefetch = maxPrefetch;
        this.runner = runner;
        this.executor = executor;
        this.roomForMore = roomForMore;
    }

    String queue() {
        return handler.queue();
    }

    void lookAgain() {
        look.set(true);
    }

    /**
     * Takes what people set for this queue. Workers beyond the new number end after their current job, and new ones
     * begin with what was claimed already.
     *
     * @return whether that changes anything
     * @throws RejectedExecutionException if there is no thread for them; the jobs have been given back
     */
    boolean control(NodeControls.Control control) {
        boolean changed;
        synchronized (this) {
            int wanted = control.instances() == null ? settings.instances() : control.instances();
            changed = wanted != instances || control.paused() != paused;
            instances = wanted;
            paused = control.paused();
        }
        if (changed) {
            startWorkers();
        }
        return changed;
    }

    /** How many jobs it runs at once at most, paused or not. */
    synchronized int instances() {
        return instances;
    }

    /** The same, and none while it is paused, or once it is closed. */
    synchronized int slots() {
        return paused || closed ? 0 : instances;
    }

    /**
     * What to ask for now: nothing while there is nothing new to look for, or too little room.
     *
     * @param fromBeginning whether to look at the whole queue, not only at what comes after the jobs claimed so far
     */
    synchronized @Nullable Wanted wanted(boolean fromBeginning) {
        measure();
        int room = slots() + prefetch - workers - claimed.size();
        if (room <= 0 || slots() == 0 || !runsShort() || !look.getAndSet(false)) {
            return null;
        }
        return new Wanted(queue(), Math.min(room, Wanted.MAX_COUNT), fromBeginning ? null : reached);
    }

    synchronized boolean idle() {
        return workers == 0 && claimed.isEmpty();
    }

    /**
     * Takes jobs that were claimed for this queue.
     *
     * @param jobs the jobs, in their order
     * @param wanted what was asked for; as many mean that there may be more
     * @throws RejectedExecutionException if there is no thread for them; they have been given back
     */
    void accept(List<ClaimedJob> jobs, Wanted wanted) {
        boolean full = jobs.size() == wanted.count();
        if (full) {
            lookAgain();
        }
        synchronized (this) {
            if (!jobs.isEmpty()) {
                Position last = jobs.get(jobs.size() - 1).position();
                reached = full || reached == null || reached.compareTo(last) < 0 ? last : reached;
                claimed.addAll(jobs);
            }
        }
        startWorkers();
        if (slots() == 0) {
            releaseUnbegun();
        }
    }

    /** For an end: begins none any more, and gives back what was claimed and not begun, and what is accepted yet. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        releaseUnbegun();
    }

    /** Gives back the jobs that were claimed and not begun. */
    void releaseUnbegun() {
        List<ClaimedJob> rest;
        synchronized (this) {
            rest = new ArrayList<>(claimed);
            claimed.clear();
        }
        rest.forEach(job -> runner.release(job, settings));
    }

    /** Gives them back if none has been begun for so long, because all slots are taken: another node may have some. */
    void releaseStuck(Duration patience) {
        boolean stuck;
        synchronized (this) {
            stuck = !claimed.isEmpty() && workers >= instances && System.nanoTime() - lastBegun > patience.toNanos();
            if (stuck) {
                prefetch = 0;
            }
        }
        if (stuck) {
            releaseUnbegun();
        }
    }

    @Override
    public synchronized String toString() {
        return paused ? "paused" : "run by " + instances + " at once";
    }

    private void measure() {
        long now = System.nanoTime();
        long elapsed = now - measuredSince;
        if (elapsed >= SHORTEST_MEASUREMENT.toNanos()) {
            prefetch = (int) Math.min(maxPrefetch, begun * AHEAD.toNanos() / elapsed);
            begun = 0;
            measuredSince = now;
        }
    }

    /** Claims are made for a free slot at once, and otherwise for half of the prefetch together. */
    private boolean runsShort() {
        return claimed.size() <= prefetch / 2;
    }

    private void startWorkers() {
        int startable;
        synchronized (this) {
            startable = Math.min(claimed.size(), slots() - workers);
        }
        for (int i = 0; i < startable; i++) {
            startWorker();
        }
    }

    private void startWorker() {
        synchronized (this) {
            if (workers >= slots() || claimed.isEmpty()) {
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
        ClaimedJob job;
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
    }

    private @Nullable ClaimedJob next() {
        ClaimedJob job;
        boolean ask;
        synchronized (this) {
            job = workers > slots() ? null : claimed.poll();
            if (job == null) {
                workers--;
            } else {
                begun++;
                lastBegun = System.nanoTime();
            }
            ask = job == null || claimed.size() == prefetch / 2;
        }
        if (ask && look.get()) {
            roomForMore.run();
        }
        return job;
    }
}
