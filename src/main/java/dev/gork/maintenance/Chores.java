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
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs each chore at its interval while the application runs. All but bookkeeping are for nodes that run jobs. */
@ApplicationScoped
class Chores {
    private static final Logger LOG = System.getLogger(Chores.class.getName());

    private static final Duration BOOKKEEPING_INTERVAL = Duration.ofSeconds(1);

    private static final Duration FORGET_INTERVAL = Duration.ofHours(1);

    /** How soon a count is followed by its corrections; it asks the database far less often. */
    private static final Duration CENSUS_INTERVAL = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofMillis(300);

    @Inject
    Settings settings;

    @Inject
    Handlers handlers;

    @Inject
    Threads threads;

    @Inject
    Reaper reaper;

    @Inject
    Bookkeeper bookkeeper;

    @Inject
    CensusTaker census;

    @Inject
    HistoryKeeper history;

    @Inject
    AttemptKeeper attempts;

    private final List<Pulse> pulses = new ArrayList<>();

    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        run("Bookkeeping", BOOKKEEPING_INTERVAL, bookkeeper::runOnce);
        if (settings.enabled() && !handlers.queues().isEmpty()) {
            add(new Pulse("The reaper", settings.reaperInterval(), threads.control(), reaper::runOnce)
                    .pausingAtMost(settings.reaperInterval()));
            run("Forgetting nodes", FORGET_INTERVAL, reaper::forgetNodes);
            run("Counting jobs", CENSUS_INTERVAL, census::runOnce);
            run("Rolling up the history", HistoryKeeper.INTERVAL, history::runOnce);
            run("Forgetting attempts", AttemptKeeper.INTERVAL, attempts::runOnce);
        }
    }

    private void run(String name, Duration interval, Pulse.Task chore) {
        add(new Pulse(name, interval, threads.control(), chore));
    }

    private void add(Pulse pulse) {
        pulses.add(pulse);
        pulse.start();
    }

    /** After the engine, whose last outcomes are still to be written down, and before its threads end. */
    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) throws InterruptedException {
        boolean failing = pulses.get(0).failing();
        for (Pulse pulse : pulses) {
            pulse.stop(PATIENCE);
        }
        if (!failing) {
            writeLastEntries();
        }
    }

    /** On another thread, for the database may be away. */
    private void writeLastEntries() throws InterruptedException {
        try {
            threads.control().submit(bookkeeper::runLast).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(Level.DEBUG, "What this node did last is not counted until all jobs are", e);
        }
    }
}
