package dev.gork.outcomes;

import dev.gork.Job;
import dev.gork.JobEvent;
import dev.gork.JobFailed;
import dev.gork.attempts.LeftOverTransaction;
import dev.gork.concurrent.RecurringTask;
import dev.gork.concurrent.Threads;
import dev.gork.config.QueueSettings;
import dev.gork.events.Announcements;
import dev.gork.events.CurrentJob;
import dev.gork.events.LifecycleEvents;
import dev.gork.handler.Handlers;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Fires the events of attempts whose outcome is written, on threads that nothing else waits for. Each queue has lanes of
 * its own, so a slow observer delays its own queue alone: an observer has as long as the queue's handler, and while too
 * many events of a queue wait, no more of its jobs are claimed.
 */
@ApplicationScoped
public class Announcer implements Announcements {
    /** Beyond it a queue's jobs end faster than its observers keep up. */
    private static final int MAX_WAITING = 10_000;

    /** The same for failures, each of which keeps its job's arguments in memory. */
    private static final int MAX_WAITING_FAILURES = 200;

    /** How many failures of a queue are announced at once: a mass failure must not use up the connection pool. */
    private static final int FAILURES_AT_ONCE = 4;

    /** For queues that are not served here, whose jobs were rescued. */
    private static final Duration TIMEOUT_ELSEWHERE = Duration.ofMinutes(1);

    private static final Duration SWEEP_INTERVAL = Duration.ofMillis(500);

    @Inject
    LifecycleEvents events;

    @Inject
    LeftOverTransaction leftOver;

    @Inject
    Handlers handlers;

    @Inject
    Threads threads;

    private final Map<String, Lanes> queues = new ConcurrentHashMap<>();
    private Consumer<String> whenCaughtUp = queue -> {};
    private RecurringTask sweeps;

    private record Lanes(Lane ordinary, Lane failures) {
        boolean full() {
            return ordinary.full() || failures.full();
        }

        void close() {
            ordinary.close();
            failures.close();
        }

        int waiting() {
            return ordinary.waiting() + failures.waiting();
        }
    }

    @PostConstruct
    void prepare() {
        sweeps = threads.recurring("Interrupting slow observers", SWEEP_INTERVAL, this::sweep);
    }

    /** Begins; a queue that may be claimed from again, because its observers have caught up, is passed on. */
    public void start(Consumer<String> caughtUp) {
        whenCaughtUp = caughtUp;
        sweeps.start();
    }

    /** Fires nothing more, and interrupts the observers that are being called. */
    public void stop(Duration timeout) throws InterruptedException {
        sweeps.stop(timeout);
        queues.values().forEach(Lanes::close);
    }

    /** Takes events of any queues; those of one job and kind are fired in this order. Never waits. */
    @Override
    public void announce(Collection<JobEvent> written) {
        Map<String, List<JobEvent>> byQueue = events.observed(written).stream()
                .collect(Collectors.groupingBy(JobEvent::queue, LinkedHashMap::new, Collectors.toList()));
        byQueue.forEach((queue, each) -> {
            Lanes lanes = lanes(queue);
            lanes.ordinary()
                    .add(each.stream()
                            .filter(event -> !(event instanceof JobFailed))
                            .toList());
            lanes.failures()
                    .add(each.stream().filter(JobFailed.class::isInstance).toList());
        });
    }

    /** Fires an event on the current thread, its job's own, which then waits for it; it has the queue's timeout, too. */
    public void fireHere(JobEvent event) {
        if (!events.observed(List.of(event)).isEmpty()) {
            lanes(event.queue()).ordinary().fireHere(event);
        }
    }

    /** Whether so many events of a queue wait for its observers that none of its jobs should be begun. */
    public boolean behind(String queue) {
        Lanes lanes = queues.get(queue);
        return lanes != null && lanes.full();
    }

    /** Whether every event has been fired, and every observer has returned. */
    public boolean idle() {
        return waiting() == 0;
    }

    /** How many events have not been fired yet. */
    public int waiting() {
        return queues.values().stream().mapToInt(Lanes::waiting).sum();
    }

    private Lanes lanes(String queue) {
        Lanes known = queues.get(queue);
        return known != null
                ? known
                : queues.computeIfAbsent(
                        queue,
                        name -> new Lanes(
                                new Lane(
                                        1,
                                        MAX_WAITING,
                                        threads.handlers(),
                                        this::fire,
                                        () -> whenCaughtUp.accept(name)),
                                new Lane(
                                        FAILURES_AT_ONCE,
                                        MAX_WAITING_FAILURES,
                                        threads.handlers(),
                                        this::fire,
                                        () -> whenCaughtUp.accept(name))));
    }

    private void fire(JobEvent event) {
        try {
            if (event instanceof JobFailed failure) {
                fireFailure(failure);
            } else {
                events.fire(event);
            }
        } finally {
            leftOver.rollBack();
        }
    }

    /** Its observers may take their time, and ask for the job as its handler does. */
    private void fireFailure(JobFailed failure) {
        Job before = CurrentJob.begin(failure.job());
        try {
            events.fire(failure);
        } finally {
            CurrentJob.end(before);
        }
    }

    private void sweep() {
        queues.forEach((queue, lanes) -> {
            QueueSettings served = handlers.queues().get(queue);
            Duration timeout = served == null ? TIMEOUT_ELSEWHERE : served.timeout();
            lanes.ordinary().interruptSlow(timeout);
            lanes.failures().interruptSlow(timeout);
            // For those that found no thread when they came.
            lanes.ordinary().add(List.of());
            lanes.failures().add(List.of());
        });
    }
}
