package dev.gork.engine;

import dev.gork.claims.Claim;
import dev.gork.claims.ClaimCursor;
import dev.gork.claims.ClaimRequest;
import dev.gork.claims.ClaimedJob;
import dev.gork.config.QueueSettings;
import dev.gork.handler.Handler;
import dev.gork.log.SafeLog;
import dev.gork.nodes.NodeOverrides;
import dev.gork.runner.JobRunner;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The slots of one queue on this node: at most so many workers, each running one claimed job after the other. Beyond the
 * slots it asks for as many jobs as its workers get through in {@link #AHEAD}: many for fast handlers, so that they never
 * wait for a claim; none for slow ones, so that other nodes can take their jobs.
 */
final class QueueWorkers {
    private static final Logger LOG = SafeLog.of(QueueWorkers.class);

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

    /** What the workers are at. */
    private final Set<Claim> current = new HashSet<>();

    private int workers;
    private int instances;
    private boolean paused;
    private boolean closed;
    private int prefetch;
    private long begun;
    private long measuredSince = System.nanoTime();
    private long lastBegun = System.nanoTime();
    private @Nullable ClaimCursor reached;

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
     * @throws RejectedExecutionException if there is no thread for them; the jobs have been released
     */
    boolean apply(NodeOverrides.OfQueue override) {
        boolean changed;
        synchronized (this) {
            int wanted = override.instances() == null ? settings.instances() : override.instances();
            changed = wanted != instances || override.paused() != paused;
            instances = wanted;
            paused = override.paused();
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
     * @param fromHead whether to scan the whole queue, not only what comes after the jobs claimed so far
     */
    synchronized @Nullable ClaimRequest wanted(boolean fromHead) {
        measure();
        int room = slots() + prefetch - workers - claimed.size();
        if (room <= 0 || slots() == 0 || !runsShort()) {
            return null;
        }
        return takeLook()
                ? new ClaimRequest(queue(), Math.min(room, ClaimRequest.MAX_COUNT), fromHead ? null : reached)
                : null;
    }

    /** Takes the note that there may be due jobs, for they are asked for now; whether there was one. */
    private boolean takeLook() {
        return look.getAndSet(false);
    }

    /** The claims of the jobs that wait here or are run, until the worker of each is done with it. */
    synchronized Set<Claim> claims() {
        return Stream.concat(claimed.stream().map(ClaimedJob::claim), current.stream())
                .collect(Collectors.toSet());
    }

    synchronized boolean idle() {
        return workers == 0 && claimed.isEmpty();
    }

    /**
     * Takes jobs that were claimed for this queue.
     *
     * @param jobs the jobs, in their order
     * @param wanted what was asked for; as many mean that there may be more
     * @throws RejectedExecutionException if there is no thread for them; they have been released
     */
    void accept(List<ClaimedJob> jobs, ClaimRequest wanted) {
        boolean full = jobs.size() == wanted.count();
        if (full) {
            lookAgain();
        }
        synchronized (this) {
            if (!jobs.isEmpty()) {
                ClaimCursor last = jobs.get(jobs.size() - 1).position();
                reached = full || reached == null || reached.compareTo(last) < 0 ? last : reached;
                claimed.addAll(jobs);
            }
        }
        startWorkers();
        if (slots() == 0) {
            releaseUnbegun();
        }
    }

    /** For an end: begins no further job, and releases what was claimed and not begun, and what is accepted yet. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        releaseUnbegun();
    }

    /** Releases the jobs that were claimed and not begun. */
    void releaseUnbegun() {
        List<ClaimedJob> rest;
        synchronized (this) {
            rest = new ArrayList<>(claimed);
            claimed.clear();
        }
        rest.forEach(this::release);
    }

    private void release(ClaimedJob job) {
        try {
            runner.release(job, settings);
        } catch (Throwable e) { // no memory, say: the others' turn comes all the same
            runner.forget(job);
        }
    }

    /** Releases them if none has been begun for so long, because all slots are taken: another node may have some. */
    void releaseStuck(Duration timeout) {
        boolean stuck;
        synchronized (this) {
            stuck = !claimed.isEmpty() && workers >= instances && System.nanoTime() - lastBegun > timeout.toNanos();
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
        } catch (Throwable e) { // stopped, or no thread left
            synchronized (this) {
                workers--;
            }
            releaseUnbegun();
            // So that the poller backs off, rather than claim the same jobs at once again.
            throw new RejectedExecutionException("No thread for queue '" + queue() + "'", e);
        }
    }

    private void work() {
        ClaimedJob job = null;
        while ((job = next(job)) != null) {
            try {
                runner.run(job, handler, settings);
            } catch (Throwable e) { // no handler's, so the engine's own: neither slot nor job may be lost
                crashed(job, e);
            }
        }
    }

    private void crashed(ClaimedJob job, Throwable failure) {
        try {
            runner.crashed(job, settings, failure);
            LOG.log(
                    Level.ERROR,
                    "Job '" + job.id() + "' of queue '" + queue() + "' could not be carried through",
                    failure);
        } catch (Throwable e) { // what took the first try may take this one, too
            runner.forget(job);
        }
    }

    private @Nullable ClaimedJob next(@Nullable ClaimedJob last) {
        ClaimedJob job;
        boolean ask;
        synchronized (this) {
            if (last != null) {
                current.remove(last.claim());
            }
            job = workers > slots() ? null : claimed.poll();
            if (job == null) {
                workers--;
            } else {
                current.add(job.claim());
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
