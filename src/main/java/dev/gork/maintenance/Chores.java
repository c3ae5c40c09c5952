package dev.gork.maintenance;

import dev.gork.concurrent.Pulse;
import dev.gork.concurrent.Threads;
import dev.gork.config.Settings;
import dev.gork.handler.Handlers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs each chore at its interval while the application runs, on nodes that run jobs. */
@ApplicationScoped
class Chores {
    private static final Duration FORGET_INTERVAL = Duration.ofHours(1);

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @Inject
    Settings settings;

    @Inject
    Handlers handlers;

    @Inject
    Threads threads;

    @Inject
    Reaper reaper;

    private final List<Pulse> pulses = new ArrayList<>();

    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        if (settings.enabled() && !handlers.queues().isEmpty()) {
            pulses.add(new Pulse("The reaper", settings.reaperInterval(), threads.control(), reaper::runOnce));
            pulses.add(new Pulse("Forgetting nodes", FORGET_INTERVAL, threads.control(), reaper::forgetNodes));
        }
        pulses.forEach(Pulse::start);
    }

    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) throws InterruptedException {
        for (Pulse pulse : pulses) {
            pulse.stop(PATIENCE);
        }
    }
}
