package dev.gork.maintenance;

import dev.gork.concurrent.Pulse;
import dev.gork.concurrent.Threads;
import dev.gork.config.Settings;
import dev.gork.store.BulkStore;
import dev.gork.store.BulkWaiting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Does what was asked for many jobs, on any node: also on one that runs no jobs, such as the console's. The node that was
 * asked begins at once; the others look now and then, and so go on with what a node left that is gone.
 */
@ApplicationScoped
class BulkRunner {
    /** Whoever starts one wakes the runner of that node; this is for what another node left behind. */
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @Inject
    Settings settings;

    @Inject
    Threads threads;

    @Inject
    BulkStore bulks;

    private @Nullable Pulse pulse;
    private volatile boolean stopped;

    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        if (settings.enabled()) {
            pulse = new Pulse("Doing things to many jobs", INTERVAL, threads.control(), this::runOnce);
            pulse.start();
        }
    }

    void wake(@Observes BulkWaiting waiting) {
        if (pulse != null) {
            pulse.wake();
        }
    }

    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) throws InterruptedException {
        stopped = true;
        if (pulse != null) {
            pulse.stop(PATIENCE);
        }
    }

    /** Goes on until nothing is left, each step in a transaction of its own; how many steps. */
    int runOnce() {
        int steps = 0;
        while (!stopped && bulks.step()) {
            steps++;
        }
        if (steps > 0) {
            bulks.forget();
        }
        return steps;
    }
}
