package dev.gork.engine;

import dev.gork.JobCompleted;
import dev.gork.JobEvent;
import dev.gork.JobFailed;
import dev.gork.JobReleased;
import dev.gork.JobRetried;
import dev.gork.JobStarted;
import dev.gork.config.QueueSettings;
import dev.gork.config.Settings;
import dev.gork.handler.Handler;
import dev.gork.store.ClaimedJob;
import dev.gork.store.JobOptions;
import dev.gork.store.JsonCodec;
import dev.gork.store.LifecycleEvents;
import dev.gork.store.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** One attempt at one claimed job: prepare, call the handler, hand the outcome to the recorder. */
@ApplicationScoped
class JobRunner {
    private static final Logger LOG = System.getLogger(JobRunner.class.getName());

    @Inject
    Settings settings;

    @Inject
    JsonCodec json;

    @Inject
    Dispatcher dispatcher;

    @Inject
    HandlerTransaction transaction;

    @Inject
    OutcomeRecorder recorder;

    @Inject
    HeldClaims held;

    @Inject
    LifecycleEvents events;

    /** Runs it on the current thread. */
    void run(ClaimedJob info, Handler handler, QueueSettings queue) {
        RunningJob job;
        try {
            job = new RunningJob(info, options(info, queue), queue.timeout(), json);
        } catch (RuntimeException e) {
            fail(unprepared(info, queue), "It can never run: " + e.getMessage());
            return;
        }
        if (info.rescues() > settings.maxRescues()) {
            fail(
                    job,
                    "Given up: " + info.rescues() + " times the node that ran it died or was cut off, and"
                            + " gork.max-rescues is " + settings.maxRescues()
                            + ". Perhaps the job itself is what kills it.");
            return;
        }
        attempt(job, handler);
    }

    /** Gives a job back that was claimed, and not begun. */
    void release(ClaimedJob info, QueueSettings queue) {
        release(unprepared(info, queue));
    }

    /** Ends an attempt that the engine itself could not carry through; with a pause, so that it does not go round and round. */
    void crashed(ClaimedJob info, QueueSettings queue, Throwable failure) {
        failAttempt(unprepared(info, queue), failure);
    }

    /** Gives a running job back; what its handler still does to the row is fenced off. */
    void release(RunningJob job) {
        recorder.record(
                job,
                Outcome.released(job.info().key(), job.queue(), job.info().retryCount()),
                new JobReleased(job.id(), job.queue(), job.attempt(), job.ran()));
    }

    /**
     * Ends the attempt of a handler that ignores its interrupt. It keeps its slot, for its thread is busy, and what it
     * still does to the row is fenced off.
     */
    void abandon(RunningJob job) {
        JobTimeoutException failure = JobTimeoutException.ignored(job);
        LOG.log(Level.WARNING, failure.getMessage() + "; this is what it does:", failure);
        failAttempt(job, failure);
    }

    private void attempt(RunningJob job, Handler handler) {
        ClaimedJob info = job.info();
        Duration waited = Duration.between(info.scheduledAt(), info.claimedAt());
        events.fire(new JobStarted(job.id(), job.queue(), job.attempt(), waited));
        try {
            if (handler.transactional()) {
                boolean committed = transaction.run(handler, job);
                if (committed) {
                    held.remove(info);
                    events.fire(completed(job));
                } else {
                    fenced(job);
                }
            } else {
                dispatcher.dispatch(handler, job);
                if (transaction.rollBackLeftOver()) {
                    throw new IllegalStateException(
                            "The handler of " + job + " began a transaction and did not end it; it was rolled back");
                }
                recorder.record(job, Outcome.completed(info, job.resultJson()).after(job.ran()), completed(job));
            }
        } catch (Throwable e) { // also an Error: it is the handler's, and the job's to report
            transaction.rollBackLeftOver();
            switch (job.interruption()) {
                case STOPPING -> release(job);
                case CLAIM_LOST -> fenced(job);
                default -> failAttempt(job, e);
            }
        }
    }

    private void fenced(RunningJob job) {
        held.remove(job.info());
        events.fire(OutcomeRecorder.fenced(job));
    }

    private static JobEvent completed(RunningJob job) {
        return new JobCompleted(job.id(), job.queue(), job.attempt(), job.ran());
    }

    /** Most rows leave all to their queue. */
    private JobOptions options(ClaimedJob info, QueueSettings queue) {
        return info.optionsJson().equals("{}")
                ? new JobOptions(queue.maxRetries(), queue.backoff())
                : JobOptions.of(json.tree(info.optionsJson()), queue);
    }

    /** For a job whose own options are unknown or do not matter any more. */
    private RunningJob unprepared(ClaimedJob info, QueueSettings queue) {
        return new RunningJob(info, new JobOptions(queue.maxRetries(), queue.backoff()), queue.timeout(), json);
    }

    private void failAttempt(RunningJob job, Throwable failure) {
        String error = ErrorText.of(failure);
        if (!job.hasRetry()) {
            fail(job, error);
            return;
        }
        Duration delay = job.retryDelay(ThreadLocalRandom.current().nextDouble());
        recorder.record(
                job,
                Outcome.retry(job.info(), error, delay).after(job.ran()),
                new JobRetried(job.id(), job.queue(), job.attempt(), job.ran(), error, delay));
    }

    private void fail(RunningJob job, String error) {
        recorder.record(job, Outcome.failed(job.info(), error).after(job.ran()), new JobFailed(job, error, job.ran()));
    }
}
