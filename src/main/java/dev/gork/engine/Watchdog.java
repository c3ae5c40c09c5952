package dev.gork.engine;

import dev.gork.concurrent.Threads;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Knows what runs, interrupts what has run for too long, and tells of what goes on nevertheless. One sweep for all is
 * cheaper than a timer for each.
 */
@ApplicationScoped
class Watchdog {
    private static final long SWEEP_MILLIS = 100;

    /** A handler has as long as its timeout to notice the interrupt, and never longer than this. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    Threads threads;

    private final Set<RunningJob> running = ConcurrentHashMap.newKeySet();
    private @Nullable ScheduledFuture<?> sweeps;
    private Consumer<RunningJob> whenStuck = job -> {};

    /** Begins; each handler that ignores its interrupt is told of once. */
    void start(Consumer<RunningJob> stuck) {
        whenStuck = stuck;
        sweeps = threads.control()
                .scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    void stop() {
        if (sweeps != null) {
            sweeps.cancel(false);
        }
    }

    void watch(RunningJob job) {
        job.begin();
        running.add(job);
    }

    void unwatch(RunningJob job) {
        running.remove(job);
        job.end();
    }

    Collection<RunningJob> running() {
        return running;
    }

    void interruptAll(RunningJob.Interruption why) {
        running.forEach(job -> job.interrupt(why));
    }

    private void sweep() {
        for (RunningJob job : running) {
            if (job.overdue()) {
                job.interrupt(RunningJob.Interruption.TIMEOUT);
                Duration patience = job.timeout().compareTo(PATIENCE) < 0 ? job.timeout() : PATIENCE;
                if (job.turnsStuck(patience)) {
                    whenStuck.accept(job);
                }
            }
        }
    }
}
