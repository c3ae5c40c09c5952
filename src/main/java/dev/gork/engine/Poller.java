package dev.gork.engine;

import dev.gork.concurrent.Pulse;
import dev.gork.concurrent.Threads;
import dev.gork.config.Settings;
import dev.gork.handler.Handler;
import dev.gork.handler.Handlers;
import dev.gork.store.ClaimedJob;
import dev.gork.store.Failover;
import dev.gork.store.JobStore;
import dev.gork.store.NodeControls;
import dev.gork.store.Wanted;
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
 * <p>A claim begins where the last one ended if looking from the beginning has been costly: then it is done a tenth of
 * the time only. It is costly while a transaction held open elsewhere keeps the dead versions of finished rows, which
 * all come first. What arrives earlier in the order is found by the next look from the beginning.
 */
@ApplicationScoped
class Poller {
    private static final Logger LOG = System.getLogger(Poller.class.getName());

    /** A look that takes no longer is cheap enough to be made every time. */
    private static final Duration CHEAP = Duration.ofMillis(5);

    /** What the looks from the beginning may take of the time, as its inverse. */
    private static final int SHARE = 10;

    /**
     * A look may also have taken long because the process was frozen, or the database busy, and tells nothing of the
     * next one then. What is given back takes its old place in the order, and must not wait for minutes.
     */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    @Inject
    JobStore store;

    @Inject
    Handlers handlers;

    @Inject
    Settings settings;

    @Inject
    Threads threads;

    @Inject
    JobRunner runner;

    @Inject
    Node node;

    @Inject
    HeldClaims held;

    @Inject
    Failover failover;

    private final Map<String, QueueWorkers> queues = new TreeMap<>();
    private Pulse pulse;
    private boolean claimUncertain;
    private long nextLookAtAll = System.nanoTime();
    private long nextFromBeginning = System.nanoTime();
    private boolean lookIsPlanned;

    @PostConstruct
    void prepare() {
        pulse = new Pulse("Claiming jobs", settings.pollInterval(), threads.control(), this::turn);
        for (Handler handler : handlers.all()) {
            queues.put(
                    handler.queue(),
                    new QueueWorkers(
                            handler,
                            handlers.settings(handler.queue()),
                            settings.prefetch(),
                            runner,
                            threads.handlers(),
                            pulse::wake));
        }
    }

    Collection<QueueWorkers> queues() {
        return queues.values();
    }

    void start() {
        pulse.start();
    }

    void wake() {
        pulse.wake();
    }

    /** For all queues. */
    void wakeAll() {
        queues.values().forEach(QueueWorkers::lookAgain);
        pulse.wake();
    }

    boolean turning() {
        return pulse.turning();
    }

    /** Claims no more; what was claimed and not begun is given back, also what a claim under way brings after this. */
    void stop(Duration patience) throws InterruptedException {
        pulse.stop(patience);
        queues.values().forEach(QueueWorkers::close);
    }

    /** For a queue that may have more to claim; nothing happens if it is not served here. */
    void wake(String queue) {
        QueueWorkers workers = queues.get(queue);
        if (workers != null) {
            workers.lookAgain();
            pulse.wake();
        }
    }

    /** Takes what people set for the queues. */
    void control(NodeControls controls) {
        for (QueueWorkers workers : queues.values()) {
            if (workers.control(controls.of(workers.queue()))) {
                LOG.log(Level.INFO, "Queue ''{0}'' is now {1}", workers.queue(), workers);
                wake(workers.queue());
            }
        }
    }

    /** Only ever run by the pulse, one at a time. */
    private void turn() {
        queues.values().stream().filter(workers -> workers.slots() == 0).forEach(QueueWorkers::releaseUnbegun);
        String id = node.id();
        if (id == null) {
            return;
        }
        lookAtAllNowAndThen();
        boolean fromBeginning = System.nanoTime() - nextFromBeginning >= 0;
        List<Wanted> wanted = new ArrayList<>();
        for (QueueWorkers workers : queues.values()) {
            Wanted more = workers.wanted(fromBeginning);
            if (more != null) {
                wanted.add(more);
            }
        }
        if (!wanted.isEmpty()) {
            long start = System.nanoTime();
            claim(id, wanted);
            if (fromBeginning) {
                lookIsPlanned = false;
                Duration pause = pauseAfter(Duration.ofNanos(System.nanoTime() - start));
                nextFromBeginning = System.nanoTime() + pause.toNanos();
            } else {
                lookFromBeginningLater();
            }
        }
    }

    private void claim(String id, List<Wanted> wanted) {
        try {
            if (claimUncertain) {
                store.releaseStrays(id, held.all());
                claimUncertain = false;
            }
            List<ClaimedJob> jobs = store.claim(id, wanted);
            jobs.forEach(held::add);
            accept(jobs.stream().collect(Collectors.groupingBy(ClaimedJob::queue)), wanted);
        } catch (RuntimeException e) {
            // The claim may have been committed, and only its answer been lost.
            claimUncertain = true;
            wanted.forEach(each -> workers(each.queue()).lookAgain());
            failover.noticed(e);
            throw e;
        }
    }

    /** Each queue gets its jobs, also if there is no thread for another's. */
    private void accept(Map<String, List<ClaimedJob>> claimed, List<Wanted> wanted) {
        RejectedExecutionException refused = null;
        for (Wanted each : wanted) {
            try {
                workers(each.queue()).accept(claimed.getOrDefault(each.queue(), List.of()), each);
            } catch (RejectedExecutionException e) {
                refused = e;
            }
        }
        if (refused != null) {
            throw refused;
        }
    }

    /** How long after a look from the beginning the next one is due. */
    static Duration pauseAfter(Duration look) {
        if (look.compareTo(CHEAP) <= 0) {
            return Duration.ZERO;
        }
        Duration share = look.multipliedBy(SHARE);
        return share.compareTo(LONGEST_PAUSE) < 0 ? share : LONGEST_PAUSE;
    }

    /** What this look did not see, because it began later in the order, is seen by that one. */
    private void lookFromBeginningLater() {
        if (!lookIsPlanned) {
            lookIsPlanned = true;
            threads.control().schedule(this::wakeAll, nextFromBeginning - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    QueueWorkers workers(String queue) {
        return Objects.requireNonNull(queues.get(queue));
    }

    /** Ticks and wake-ups look the same from here; half an interval apart is often enough for the former. */
    private void lookAtAllNowAndThen() {
        if (System.nanoTime() - nextLookAtAll >= 0) {
            for (QueueWorkers workers : queues.values()) {
                workers.lookAgain();
                workers.releaseStuck(settings.pollInterval());
            }
            nextLookAtAll = System.nanoTime() + settings.pollInterval().toNanos() / 2;
        }
    }
}
