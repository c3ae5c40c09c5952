package dev.gork.engine;

import dev.gork.JobEvent;
import dev.gork.JobFailed;
import dev.gork.JobFenced;
import dev.gork.concurrent.Pulse;
import dev.gork.concurrent.Threads;
import dev.gork.store.Claim;
import dev.gork.store.Failover;
import dev.gork.store.JobQueries;
import dev.gork.store.JobStore;
import dev.gork.store.LifecycleEvents;
import dev.gork.store.Outcome;
import dev.gork.store.SqlErrors;
import dev.gork.store.Texts;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/**
 * Writes outcomes, many at a time: what gathers while one write is under way is the next write, so an idle node writes
 * at once and a busy one in groups. An outcome that cannot be written now is kept and written later.
 */
@ApplicationScoped
class OutcomeRecorder {
    private static final Logger LOG = System.getLogger(OutcomeRecorder.class.getName());

    /** How many outcomes one statement writes at most. */
    private static final int MAX_BATCH = 1000;

    /** How many outcomes may wait to be written and announced; beyond it, handlers wait, and memory stays bounded. */
    private static final int CAPACITY = 10_000;

    private static final int MAX_ERROR_LENGTH = 1000;

    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

    @Inject
    JobStore store;

    @Inject
    JobQueries queries;

    @Inject
    HeldClaims held;

    @Inject
    Failover failover;

    @Inject
    LifecycleEvents events;

    @Inject
    Threads threads;

    @Inject
    Dispatcher dispatcher;

    @Inject
    HandlerTransaction transaction;

    private final LinkedBlockingQueue<Recorded> waiting = new LinkedBlockingQueue<>();
    private final Semaphore capacity = new Semaphore(CAPACITY);
    private final List<Recorded> batch = new ArrayList<>();
    private Pulse pulse;

    /** How many of the batch, from its beginning, may have been written by an earlier try whose answer was lost. */
    private int uncertain;

    /** How many are written at once: fewer after each failure, for it may be their number that takes too long. */
    private int limit = MAX_BATCH;

    private record Recorded(RunningJob job, Outcome outcome, JobEvent event) {}

    @PostConstruct
    void prepare() {
        pulse = new Pulse("Writing outcomes", RETRY_INTERVAL, threads.control(), this::write);
    }

    void start() {
        pulse.start();
    }

    /** Takes an outcome; the event is fired once it is written. Waits while too many are waiting already. */
    void record(RunningJob job, Outcome outcome, JobEvent event) {
        capacity.acquireUninterruptibly();
        waiting.add(new Recorded(job, outcome, event));
        pulse.wake();
    }

    /** Whether every outcome taken has been written and announced. */
    boolean idle() {
        return capacity.availablePermits() == CAPACITY;
    }

    boolean turning() {
        return pulse.turning();
    }

    /** An outage that has just ended, or ends now, must not cost what there is to be written before it stops. */
    void hurry() {
        pulse.hurry();
    }

    void stop(Duration patience) throws InterruptedException {
        pulse.stop(patience);
    }

    /** Only ever run by the pulse, so the batch needs no lock; after a failure it is still there. */
    private void write() {
        while (true) {
            waiting.drainTo(batch, MAX_BATCH - batch.size());
            if (batch.isEmpty()) {
                return;
            }
            List<Recorded> group = List.copyOf(batch.subList(0, Math.min(limit, batch.size())));
            List<JobEvent> events = tryToWrite(group);
            group.forEach(each -> held.remove(each.job().info()));
            batch.subList(0, group.size()).clear();
            uncertain = Math.max(0, uncertain - group.size());
            limit = Math.min(MAX_BATCH, 2 * limit);
            announce(events);
        }
    }

    private List<JobEvent> tryToWrite(List<Recorded> group) {
        try {
            return written(group);
        } catch (RuntimeException e) {
            uncertain = Math.max(uncertain, group.size());
            limit = Math.max(1, group.size() / 2);
            failover.noticed(e);
            throw e;
        }
    }

    /** What each outcome turned out to be. */
    private List<JobEvent> written(List<Recorded> group) {
        try {
            // A claim may have two outcomes, such as given back and completed after all: the first is its outcome.
            Map<Claim, Recorded> first = new LinkedHashMap<>();
            group.forEach(each -> first.putIfAbsent(each.outcome().key(), each));
            Set<Claim> lost =
                    store.finish(first.values().stream().map(Recorded::outcome).toList());
            return group.stream()
                    .map(each -> first.get(each.outcome().key()) == each && stands(each, lost)
                            ? each.event()
                            : fenced(each.job()))
                    .toList();
        } catch (RuntimeException e) {
            if (!SqlErrors.isAboutData(e)) {
                throw e;
            }
            if (group.size() > 1) {
                return group.stream()
                        .flatMap(each -> written(List.of(each)).stream())
                        .toList();
            }
            return written(List.of(unstorable(group.get(0), e)));
        }
    }

    private boolean stands(Recorded each, Set<Claim> lost) {
        return !lost.contains(each.outcome().key()) || uncertain > 0 && queries.isWritten(each.outcome());
    }

    /** The database refuses this very outcome, and would for ever: the job must not hold up its neighbours, nor be lost. */
    private static Recorded unstorable(Recorded refused, RuntimeException cause) {
        RunningJob job = refused.job();
        String error = Texts.storable(
                "Its outcome '" + refused.outcome().status().word() + "' could not be stored: "
                        + SqlErrors.message(cause),
                MAX_ERROR_LENGTH);
        LOG.log(Level.ERROR, "Job ''{0}'' of queue ''{1}'': {2}", job.id(), job.queue(), error);
        return new Recorded(job, Outcome.failed(job.info(), error), new JobFailed(job, error, job.ran()));
    }

    static JobEvent fenced(RunningJob job) {
        return new JobFenced(job.id(), job.queue(), job.attempt(), job.info().claim());
    }

    private void announce(List<JobEvent> group) {
        List<JobEvent> ordinary = new ArrayList<>();
        for (JobEvent event : group) {
            if (event instanceof JobFailed failure) {
                deliver(threads.tellers(), 1, () -> dispatcher.tellFailure(failure));
            } else {
                ordinary.add(event);
            }
        }
        if (!ordinary.isEmpty()) {
            deliver(threads.handlers(), ordinary.size(), () -> ordinary.forEach(events::fire));
        }
    }

    /** Off this thread, so that a slow observer holds up its own events, and no outcome. */
    private void deliver(Executor executor, int permits, Runnable delivery) {
        Runnable guarded = () -> {
            try {
                delivery.run();
            } finally {
                transaction.rollBackLeftOver();
                capacity.release(permits);
            }
        };
        try {
            executor.execute(guarded);
        } catch (RejectedExecutionException e) { // the server stops
            guarded.run();
        }
    }
}
