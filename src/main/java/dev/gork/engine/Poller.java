package dev.gork.engine;

import dev.gork.attempts.Gate;
import dev.gork.claims.ClaimRequest;
import dev.gork.claims.ClaimStore;
import dev.gork.claims.ClaimedJob;
import dev.gork.concurrent.RecurringTask;
import dev.gork.concurrent.Threads;
import dev.gork.config.Settings;
import dev.gork.database.Failover;
import dev.gork.handler.Handler;
import dev.gork.handler.Handlers;
import dev.gork.log.SafeLog;
import dev.gork.nodes.NodeIdentity;
import dev.gork.nodes.NodeOverrides;
import dev.gork.outcomes.Announcer;
import dev.gork.outcomes.HeldClaims;
import dev.gork.runner.JobRunner;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Claims due jobs for all queues of this node with one statement. It asks at the poll interval, and at once when a job
 * was enqueued or a queue with more to do has room.
 *
 * <p>If scanning from the head of the queue is slow, claims resume after the last claimed job, and {@link HeadScans} are
 * limited to a tenth of the time. They are slow while a transaction held open elsewhere keeps the dead versions of finished
 * rows, which all come first. What arrives earlier in the order is found by the next scan from the head.
 */
@ApplicationScoped
class Poller {
    private static final Logger LOG = SafeLog.of(Poller.class);

    @Inject
    ClaimStore store;

    @Inject
    Handlers handlers;

    @Inject
    Settings settings;

    @Inject
    Threads threads;

    @Inject
    JobRunner runner;

    @Inject
    Gate gate;

    @Inject
    NodeIdentity node;

    @Inject
    HeldClaims held;

    @Inject
    Failover failover;

    @Inject
    Announcer announcer;

    private final Map<String, QueueWorkers> queues = new TreeMap<>();
    private RecurringTask task;
    private Strays strays;
    private volatile boolean databaseIsBack;
    private final HeadScans headScans = new HeadScans();
    private long nextTick = System.nanoTime();

    @PostConstruct
    void prepare() {
        task = threads.tickedByServer("Claiming jobs", settings.pollInterval(), this::turn);
        strays = new Strays(
                store,
                held,
                settings.reaperInterval(),
                pause -> threads.engineExecutor().schedule(task::wake, pause.toNanos(), TimeUnit.NANOSECONDS));
        for (Handler handler : handlers.all()) {
            queues.put(
                    handler.queue(),
                    new QueueWorkers(
                            handler,
                            handlers.settings(handler.queue()),
                            settings.prefetch(),
                            runner,
                            threads.handlers(),
                            task::wake));
        }
    }

    Collection<QueueWorkers> queues() {
        return queues.values();
    }

    void start() {
        task.start();
    }

    void wake() {
        task.wake();
    }

    /** For all queues. */
    void wakeAll() {
        queues.values().forEach(QueueWorkers::lookAgain);
        task.wake();
    }

    /** Goes on at once, after what may have left claims uncertain. */
    void databaseIsBack() {
        databaseIsBack = true;
        task.wake();
    }

    /** Claims no more; what was claimed and not begun is released, also what a claim under way brings after this. */
    void stop(Duration timeout) throws InterruptedException {
        task.stop(timeout);
        queues.values().forEach(QueueWorkers::close);
    }

    /** For a queue that may have more to claim; nothing happens if it is not served here. */
    void wake(String queue) {
        QueueWorkers workers = queues.get(queue);
        if (workers != null) {
            workers.lookAgain();
            task.wake();
        }
    }

    /** Takes what people set for the queues. */
    void apply(NodeOverrides overrides) {
        for (QueueWorkers workers : queues.values()) {
            if (workers.apply(overrides.of(workers.queue()))) {
                LOG.log(Level.INFO, "Queue ''{0}'' is now {1}", workers.queue(), workers);
                wake(workers.queue());
            }
        }
    }

    /** Only ever run by the task, one at a time. */
    private void turn() {
        queues.values().stream().filter(workers -> workers.slots() == 0).forEach(QueueWorkers::releaseUnbegun);
        String id = node.id();
        if (id == null) {
            return;
        }
        lookForStrays(id);
        tick();
        if (gate.isShut()) {
            return; // another node may begin it sooner
        }
        boolean fromHead = headScans.isDue();
        List<ClaimRequest> wanted = wanted(fromHead);
        if (!wanted.isEmpty()) {
            long start = System.nanoTime();
            claim(id, wanted);
            if (fromHead) {
                headScans.made(Duration.ofNanos(System.nanoTime() - start));
            } else {
                headScans.leftOut().ifPresent(this::wakeAllAfter);
            }
        }
    }

    private List<ClaimRequest> wanted(boolean fromHead) {
        List<ClaimRequest> wanted = new ArrayList<>();
        for (QueueWorkers workers : queues.values()) {
            ClaimRequest more = announcer.behind(workers.queue()) ? null : workers.wanted(fromHead);
            if (more != null) {
                wanted.add(more);
            }
        }
        return wanted;
    }

    private void lookForStrays(String id) {
        if (databaseIsBack) {
            databaseIsBack = false;
            strays.lookSoon();
        }
        if (strays.look(id) > 0) {
            queues.values().forEach(QueueWorkers::lookAgain);
        }
    }

    private void claim(String id, List<ClaimRequest> wanted) {
        try {
            List<ClaimedJob> jobs = store.claim(id, wanted);
            if (!jobs.isEmpty()) {
                strays.claimed();
            }
            accept(jobs.stream().collect(Collectors.groupingBy(ClaimedJob::queue)), wanted);
        } catch (Throwable e) {
            // The claim may have been committed, and only its answer been lost, or an Error have come in between.
            strays.uncertain();
            wanted.forEach(each -> workers(each.queue()).lookAgain());
            failover.noticed(e);
            throw e;
        }
    }

    /** Each queue gets its jobs, also if there is no thread for another's. */
    private void accept(Map<String, List<ClaimedJob>> claimed, List<ClaimRequest> wanted) {
        RejectedExecutionException refused = null;
        for (ClaimRequest each : wanted) {
            List<ClaimedJob> jobs = claimed.getOrDefault(each.queue(), List.of());
            try {
                jobs.forEach(held::add);
                workers(each.queue()).accept(jobs, each);
            } catch (RejectedExecutionException e) { // they have been released
                refused = e;
            } catch (Throwable e) {
                jobs.forEach(held::remove); // nobody has them: they are strays
                throw e;
            }
        }
        if (refused != null) {
            throw refused;
        }
    }

    private void wakeAllAfter(Duration pause) {
        threads.engineExecutor().schedule(this::wakeAll, pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    QueueWorkers workers(String queue) {
        return Objects.requireNonNull(queues.get(queue));
    }

    /**
     * Has all queues polled, and unblocks those that are stuck. The task's ticks and its wake-ups look the same from here:
     * half an interval apart is often enough for the former.
     */
    private void tick() {
        if (System.nanoTime() - nextTick >= 0) {
            for (QueueWorkers workers : queues.values()) {
                workers.lookAgain();
                workers.releaseStuck(settings.pollInterval());
            }
            nextTick = System.nanoTime() + settings.pollInterval().toNanos() / 2;
        }
    }
}
