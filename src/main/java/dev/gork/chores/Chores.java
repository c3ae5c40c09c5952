package dev.gork.chores;

import dev.gork.concurrent.RecurringTask;
import dev.gork.concurrent.Threads;
import dev.gork.config.Settings;
import dev.gork.handler.Handlers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Runs each {@link Chore} at its interval while the application runs. */
@ApplicationScoped
public class Chores {
    /** How long runs under way have to end, all together, when the application stops. */
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    @Inject
    @Any
    Instance<Chore> chores;

    @Inject
    Settings settings;

    @Inject
    Handlers handlers;

    @Inject
    Threads threads;

    private final Map<String, RecurringTask> tasks = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        for (Chore chore : chores) {
            if (isForThisNode(chore)) {
                RecurringTask task = threads.tickedByServer(chore.name(), chore.interval(), chore::runOnce)
                        .pausingAtMost(chore.longestPause());
                tasks.put(chore.name(), chore.mayRunLong() ? task.runningLong() : task);
                task.start();
            }
        }
    }

    private boolean isForThisNode(Chore chore) {
        return switch (chore.nodes()) {
            case ALL -> true;
            case ENABLED -> settings.enabled();
            case WITH_HANDLERS -> settings.enabled() && !handlers.queues().isEmpty();
        };
    }

    /** Runs a chore as soon as possible, if this node does it. */
    public void wake(Chore chore) {
        RecurringTask task = tasks.get(chore.name());
        if (task != null) {
            task.wake();
        }
    }

    /** Returns whether the application stops, so that a run of many steps is to end after its current one. */
    public boolean stopping() {
        return stopping;
    }

    /** After the engine, whose last outcomes are still to be written down, and before its threads end. */
    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) throws InterruptedException {
        stopping = true;
        for (RecurringTask task : tasks.values()) {
            task.stop(Duration.ZERO);
        }
        long end = System.nanoTime() + TIMEOUT.toNanos();
        for (RecurringTask task : tasks.values()) {
            task.stop(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
    }
}
