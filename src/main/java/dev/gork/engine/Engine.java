package dev.gork.engine;

import dev.gork.GorkException;
import dev.gork.attempts.Gate;
import dev.gork.config.Settings;
import dev.gork.database.Database;
import dev.gork.handler.Handlers;
import dev.gork.log.SafeLog;
import dev.gork.outcomes.Announcer;
import dev.gork.outcomes.OutcomeRecorder;
import dev.gork.runner.JobRunner;
import dev.gork.runner.TimeoutWatcher;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.stream.Collectors;

/**
 * Starts and stops this node with its application. Stopping goes the way of a job backwards: no new claims, then the
 * handlers, then their outcomes, and last the heartbeat, so that nobody else takes a job that is still being run.
 */
@ApplicationScoped
public class Engine {
    private static final Logger LOG = SafeLog.of(Engine.class);

    /** What a step of stopping may take. */
    private static final Duration STEP = Duration.ofSeconds(1);

    /** What all of them may take together, beside the grace for handlers; servers wait for an application 30 s or less. */
    private static final Duration ENDING = Duration.ofSeconds(4);

    @Inject
    Settings settings;

    @Inject
    Handlers handlers;

    @Inject
    Database database;

    @Inject
    Heartbeat heartbeat;

    @Inject
    Workload workload;

    @Inject
    Poller poller;

    @Inject
    Notifier notifier;

    @Inject
    Gate gate;

    @Inject
    TimeoutWatcher watcher;

    @Inject
    OutcomeRecorder recorder;

    @Inject
    Announcer announcer;

    @Inject
    JobRunner runner;

    private volatile boolean running;
    private volatile boolean stopping;

    /** Whether it has begun to stop. */
    public boolean stopping() {
        return stopping;
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        openDatabase();
        notifier.startSending();
        if (handlers.queues().isEmpty()) {
            LOG.log(Level.INFO, "gork enqueues jobs; this application has no handlers, so it runs none");
            return;
        }
        if (!settings.enabled()) {
            LOG.log(Level.INFO, "gork enqueues jobs and runs none: gork.enabled is false");
            return;
        }
        LOG.log(
                Level.INFO,
                "gork serves "
                        + handlers.all().stream()
                                .map(handler -> "queue '" + handler.queue() + "' with " + handler.description() + " "
                                        + handlers.queues().get(handler.queue()))
                                .collect(Collectors.joining("; ")));
        running = true;
        watcher.start();
        recorder.start();
        announcer.start(poller::wake);
        poller.start();
        notifier.startListening();
        heartbeat.start();
    }

    /** First among those who observe the end, while all the others still work. */
    void stop(
            @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) @BeforeDestroyed(ApplicationScoped.class)
                    Object application)
            throws InterruptedException {
        stopping = true;
        if (!running) {
            notifier.stop(STEP);
            return;
        }
        long start = System.nanoTime();
        Deadline grace = new Deadline(settings.shutdownGrace());
        Deadline end = new Deadline(settings.shutdownGrace().plus(ENDING));
        StopLog.log(
                Level.INFO,
                "gork stops: " + workload.running() + " jobs are running, and have "
                        + settings.shutdownGrace().toSeconds() + " s");
        recorder.hurry();
        poller.stop(STEP);
        gate.close();
        if (!grace.await(this::idle)) {
            interruptHandlers();
        }
        // The answer to a claim that was under way may have taken until now.
        poller.stop(STEP);
        if (!new Deadline(end.left().minus(STEP)).await(() -> recorder.idle() && announcer.idle())) {
            StopLog.log(
                    Level.WARNING,
                    (recorder.idle() ? "" : "Outcomes were not all written in time; their jobs will be run again. ")
                            + announcer.waiting() + " events were not fired, or their observers did not return");
        }
        recorder.stop(end.left());
        announcer.stop(end.left());
        watcher.stop();
        notifier.stop(end.left());
        heartbeat.stop(end.left());
        running = false;
        StopLog.log(Level.INFO, "gork stopped after " + (System.nanoTime() - start) / 1_000_000 + " ms");
    }

    private void interruptHandlers() throws InterruptedException {
        StopLog.log(
                Level.INFO,
                "gork interrupts " + workload.running() + " jobs that have not ended in time, and releases them");
        watcher.interruptAllToStop();
        if (!new Deadline(STEP).await(this::idle)) {
            watcher.running().forEach(attempt -> {
                StopLog.log(Level.WARNING, attempt + " ignores its interrupt and is released while it runs on");
                runner.release(attempt);
            });
        }
    }

    private boolean idle() {
        return poller.queues().stream().allMatch(QueueWorkers::idle);
    }

    /** Enqueueing needs the tables too. An application may start before its database: then later. */
    private void openDatabase() {
        try {
            database.open();
        } catch (GorkException e) {
            LOG.log(Level.WARNING, "No jobs for now, trying again: " + e.getMessage());
        }
    }
}
