package dev.gork.engine;

import dev.gork.GorkException;
import dev.gork.concurrent.Threads;
import dev.gork.config.Settings;
import dev.gork.handler.Handlers;
import dev.gork.store.Claim;
import dev.gork.store.Database;
import dev.gork.store.JobStore;
import dev.gork.store.NodeControls;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Starts and stops this node with its application. Stopping goes the way of a job backwards: no new claims, then the
 * handlers, then their outcomes, and last the heartbeat, so that nobody else takes a job that is still being run.
 */
@ApplicationScoped
public class Engine implements Node.Life {
    private static final Logger LOG = System.getLogger(Engine.class.getName());

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
    JobStore jobs;

    @Inject
    HeldClaims held;

    @Inject
    Node node;

    @Inject
    Poller poller;

    @Inject
    WakeUps wakeUps;

    @Inject
    Watchdog watchdog;

    @Inject
    OutcomeRecorder recorder;

    @Inject
    JobRunner runner;

    @Inject
    Threads threads;

    private volatile boolean running;
    private volatile boolean stopping;

    /** Whether this node runs jobs: it has handlers, is enabled, and was started. */
    public boolean running() {
        return running;
    }

    /** Whether what keeps it going still turns; true while it backs off, and where it runs nothing. */
    public boolean turning() {
        return !running || poller.turning() && recorder.turning() && node.turning();
    }

    /** How many jobs it runs now. */
    public long busy() {
        return watchdog.running().size();
    }

    /** How many jobs of a queue it runs now. */
    public long busy(String queue) {
        return watchdog.running().stream()
                .filter(job -> job.queue().equals(queue))
                .count();
    }

    /** How many jobs of a queue it runs at once at most: as set for it or as configured, and none while it is paused. */
    public int slots(String queue) {
        return poller.workers(queue).slots();
    }

    /** How many of them go on although they were interrupted. */
    public long stuck(String queue) {
        return watchdog.running().stream()
                .filter(job -> job.queue().equals(queue) && job.stuck())
                .count();
    }

    /** Whether it has begun to stop. */
    public boolean stopping() {
        return stopping;
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        openDatabase();
        wakeUps.startSending();
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
        watchdog.start(job -> threads.handlers().execute(() -> runner.abandon(job)));
        recorder.start();
        poller.start();
        wakeUps.startListening();
        node.start(this);
    }

    /** First among those who observe the end, while all the others still work. */
    void stop(
            @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) @BeforeDestroyed(ApplicationScoped.class)
                    Object application)
            throws InterruptedException {
        stopping = true;
        if (!running) {
            wakeUps.stop(STEP);
            return;
        }
        long start = System.nanoTime();
        Deadline grace = new Deadline(settings.shutdownGrace());
        Deadline end = new Deadline(settings.shutdownGrace().plus(ENDING));
        StopLog.log(
                Level.INFO,
                "gork stops: " + busy() + " jobs are running, and have "
                        + settings.shutdownGrace().toSeconds() + " s");
        recorder.hurry();
        poller.stop(STEP);
        if (!grace.await(this::idle)) {
            interruptHandlers();
        }
        // The answer to a claim that was under way may have taken until now.
        poller.stop(STEP);
        if (!new Deadline(end.left().minus(STEP)).await(recorder::idle)) {
            StopLog.log(
                    Level.WARNING,
                    "Outcomes were not all written and told in time; jobs whose outcome is lost will be run again");
        }
        recorder.stop(end.left());
        watchdog.stop();
        wakeUps.stop(end.left());
        node.stop(end.left());
        running = false;
        StopLog.log(Level.INFO, "gork stopped after " + (System.nanoTime() - start) / 1_000_000 + " ms");
    }

    private void interruptHandlers() throws InterruptedException {
        StopLog.log(Level.INFO, "gork interrupts " + busy() + " jobs that have not ended in time, and gives them back");
        watchdog.interruptAll(RunningJob.Interruption.STOPPING);
        if (!new Deadline(STEP).await(this::idle)) {
            watchdog.running().forEach(job -> {
                StopLog.log(Level.WARNING, job + " ignores its interrupt and is given back while it runs on");
                runner.release(job);
            });
        }
    }

    @Override
    public String workers() {
        JsonObjectBuilder queues = Json.createObjectBuilder();
        for (String queue : handlers.queues().keySet()) {
            queues.add(
                    queue,
                    Json.createObjectBuilder()
                            .add("instances", poller.workers(queue).instances())
                            .add("running", busy(queue))
                            .add("stuck", stuck(queue)));
        }
        return queues.build().toString();
    }

    @Override
    public void controls(NodeControls controls) {
        poller.control(controls);
    }

    @Override
    public void known() {
        poller.wake();
    }

    @Override
    public boolean lapsed(String id) {
        Set<Claim> standing = jobs.claims(id);
        Set<Claim> lost = held.all();
        lost.removeAll(standing);
        lose(lost);
        return !lost.isEmpty() && standing.isEmpty();
    }

    @Override
    public void gone() {
        lose(held.all());
    }

    /** Whoever has them now must not be disturbed by what their handlers do here. */
    private void lose(Set<Claim> claims) {
        if (!claims.isEmpty()) {
            LOG.log(Level.WARNING, "{0} claims were lost while no sign of life came through", claims.size());
            poller.queues().forEach(QueueWorkers::releaseUnbegun);
            watchdog.running().stream()
                    .filter(job -> claims.contains(job.info().key()))
                    .forEach(job -> job.interrupt(RunningJob.Interruption.CLAIM_LOST));
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
