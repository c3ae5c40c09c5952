package dev.gork.engine;

import dev.gork.JobEnqueued;
import dev.gork.JobInfo;
import dev.gork.JobReleased;
import dev.gork.JobRequeued;
import dev.gork.JobRescued;
import dev.gork.concurrent.Pulse;
import dev.gork.concurrent.Threads;
import dev.gork.config.Settings;
import dev.gork.handler.Handler;
import dev.gork.handler.Handlers;
import dev.gork.store.JobStore;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;

/**
 * Claims due jobs for all queues of this node with one statement, as many as there are free slots. It asks at the poll
 * interval, and at once when a job was enqueued here or a slot of a queue with more to do is free.
 */
@ApplicationScoped
class Poller {
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

    private final Map<String, QueueWorkers> queues = new TreeMap<>();
    private Pulse pulse;
    private boolean claimUncertain;
    private long nextFullLook = System.nanoTime();

    @PostConstruct
    void prepare() {
        pulse = new Pulse("Claiming jobs", settings.pollInterval(), threads.control(), this::turn);
        for (Handler handler : handlers.all()) {
            queues.put(
                    handler.queue(),
                    new QueueWorkers(
                            handler, handlers.settings(handler.queue()), runner, threads.handlers(), pulse::wake));
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

    boolean turning() {
        return pulse.turning();
    }

    void stop(Duration patience) throws InterruptedException {
        pulse.stop(patience);
    }

    void enqueued(@Observes JobEnqueued event) {
        if (event.dueNow()) {
            wake(event.queue());
        }
    }

    void requeued(@Observes JobRequeued event) {
        wake(event.queue());
    }

    void rescued(@Observes JobRescued event) {
        wake(event.queue());
    }

    void released(@Observes JobReleased event) {
        wake(event.queue());
    }

    private void wake(String queue) {
        QueueWorkers workers = queues.get(queue);
        if (workers != null) {
            workers.lookAgain();
            pulse.wake();
        }
    }

    /** Only ever run by the pulse, one at a time. */
    private void turn() {
        String id = node.id();
        if (id == null) {
            return;
        }
        lookAtAllNowAndThen();
        Map<String, Integer> wanted = new LinkedHashMap<>();
        queues.forEach((queue, workers) -> {
            int count = workers.wanted();
            if (count > 0) {
                wanted.put(queue, count);
            }
        });
        if (!wanted.isEmpty()) {
            claim(id, wanted);
        }
    }

    private void claim(String id, Map<String, Integer> wanted) {
        try {
            if (claimUncertain) {
                store.releaseStrays(id, held.all());
                claimUncertain = false;
            }
            List<JobInfo> jobs = store.claim(id, wanted);
            jobs.forEach(held::add);
            Map<String, List<JobInfo>> claimed = jobs.stream().collect(Collectors.groupingBy(JobInfo::queue));
            accept(claimed, wanted);
        } catch (RuntimeException e) {
            // The claim may have been committed, and only its answer been lost.
            claimUncertain = true;
            wanted.keySet().forEach(queue -> workers(queue).lookAgain());
            throw e;
        }
    }

    /** Each queue gets its jobs, also if there is no thread for another's. */
    private void accept(Map<String, List<JobInfo>> claimed, Map<String, Integer> wanted) {
        RejectedExecutionException refused = null;
        for (Map.Entry<String, Integer> each : wanted.entrySet()) {
            try {
                workers(each.getKey()).accept(claimed.getOrDefault(each.getKey(), List.of()), each.getValue());
            } catch (RejectedExecutionException e) {
                refused = e;
            }
        }
        if (refused != null) {
            throw refused;
        }
    }

    private QueueWorkers workers(String queue) {
        return Objects.requireNonNull(queues.get(queue));
    }

    /** Ticks and wake-ups look the same from here; half an interval apart is often enough for the former. */
    private void lookAtAllNowAndThen() {
        if (System.nanoTime() - nextFullLook >= 0) {
            queues.values().forEach(QueueWorkers::lookAgain);
            nextFullLook = System.nanoTime() + settings.pollInterval().toNanos() / 2;
        }
    }
}
