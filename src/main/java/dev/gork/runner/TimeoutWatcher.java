package dev.gork.runner;

import dev.gork.attempts.Attempt;
import dev.gork.concurrent.RecurringTask;
import dev.gork.concurrent.Threads;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows what runs, interrupts what has run for too long, and tells of what goes on nevertheless. One sweep for all is
 * cheaper than a timer for each.
 */
@ApplicationScoped
public class TimeoutWatcher {
    private static final Duration SWEEP_INTERVAL = Duration.ofMillis(100);

    /** After a sweep in which something failed, the others' timeouts must not wait for long. */
    private static final Duration MAX_PAUSE = Duration.ofSeconds(1);

    /** A handler has as long as its timeout to notice the interrupt, and never longer than this. */
    private static final Duration MAX_TIME_TO_NOTICE = Duration.ofSeconds(10);

    @Inject
    Threads threads;

    private final Set<Attempt> running = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;
    private RecurringTask task;

    @PostConstruct
    void prepare() {
        task = threads.recurring("Watching timeouts", SWEEP_INTERVAL, this::sweep)
                .pausingAtMost(MAX_PAUSE);
    }

    /** Begins to watch. */
    public void start() {
        task.start();
    }

    /** Watches no more. */
    public void stop() throws InterruptedException {
        task.stop(Duration.ZERO);
    }

    void watch(Attempt attempt) {
        attempt.begin();
        running.add(attempt);
        if (stopping) { // after it is added: whoever interrupts all sees it, or it sees this
            attempt.interrupt(Attempt.Interruption.STOPPING);
        }
    }

    void unwatch(Attempt attempt) {
        running.remove(attempt);
        attempt.end();
    }

    /** The attempts whose handlers are being called now. */
    public Collection<Attempt> running() {
        return running;
    }

    /** Interrupts all handlers that are being called, and those that are called from now on: the node stops. */
    public void interruptAllToStop() {
        stopping = true;
        running.forEach(attempt -> attempt.interrupt(Attempt.Interruption.STOPPING));
    }

    /** What fails for one attempt, such as for want of a thread, keeps no other from its timeout. */
    private void sweep() {
        Throwable failure = null;
        for (Attempt attempt : running) {
            try {
                check(attempt);
            } catch (Throwable e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw new IllegalStateException("A job over its timeout could not be ended", failure);
        }
    }

    private void check(Attempt attempt) {
        if (attempt.time().isOver()) {
            attempt.interrupt(Attempt.Interruption.TIMEOUT);
            Duration timeout = attempt.time().timeout();
            if (attempt.turnsStuck(timeout.compareTo(MAX_TIME_TO_NOTICE) < 0 ? timeout : MAX_TIME_TO_NOTICE)) {
                threads.handlers().execute(attempt::abandon); // it may wait, for as long as no outcome can be written
                attempt.noteStuck();
            }
        }
    }
}
