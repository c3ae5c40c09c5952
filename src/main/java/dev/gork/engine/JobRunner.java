package dev.gork.engine;

import dev.gork.JobCompleted;
import dev.gork.JobEvent;
import dev.gork.JobFailed;
import dev.gork.JobInfo;
import dev.gork.JobReleased;
import dev.gork.JobRetried;
import dev.gork.JobStarted;
import dev.gork.config.QueueSettings;
import dev.gork.config.Settings;
import dev.gork.handler.Handler;
import dev.gork.store.JobOptions;
import dev.gork.store.JsonCodec;
import dev.gork.store.LifecycleEvents;
import dev.gork.store.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** One attempt at one claimed job: prepare, call the handler, hand the outcome to the recorder. */
@ApplicationScoped
class JobRunner {
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

    void run(JobInfo info, Handler handler, QueueSettings queue) {
        RunningJob job;
        try {
            job = new RunningJob(info, JobOptions.of(json.tree(info.optionsJson()), queue), queue.timeout(), json);
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
    void release(JobInfo info, QueueSettings queue) {
        release(unprepared(info, queue));
    }

    /** Ends an attempt that the engine itself could not carry through; with a pause, so that it does not go round and round. */
    void crashed(JobInfo info, QueueSettings queue, Throwable failure) {
        failAttempt(unprepared(info, queue), failure);
    }

    /** Gives a running job back; what its handler still does to the row is fenced off. */
    void release(RunningJob job) {
        recorder.record(
                job, Outcome.released(job.info()), new JobReleased(job.id(), job.queue(), job.attempt(), job.ran()));
    }

    private void attempt(RunningJob job, Handler handler) {
        JobInfo info = job.info();
        Duration waited =
                info.startedAt() == null ? Duration.ZERO : Duration.between(info.scheduledAt(), info.startedAt());
        events.fire(new JobStarted(job.id(), job.queue(), job.attempt(), waited));
        try {
            if (handler.transactional()) {
                boolean committed = transaction.run(handler, job);
                held.remove(info);
                events.fire(committed ? completed(job) : OutcomeRecorder.fenced(job));
            } else {
                dispatcher.dispatch(handler, job);
                recorder.record(job, Outcome.completed(info, job.resultJson()), completed(job));
            }
        } catch (Throwable e) { // also an Error: it is the handler's, and the job's to report
            if (job.interruption() == RunningJob.Interruption.STOPPING) {
                release(job);
            } else {
                failAttempt(job, e);
            }
        }
    }

    private static JobEvent completed(RunningJob job) {
        return new JobCompleted(job.id(), job.queue(), job.attempt(), job.ran());
    }

    /** For a job whose own options are unknown or do not matter any more. */
    private RunningJob unprepared(JobInfo info, QueueSettings queue) {
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
                Outcome.retry(job.info(), error, delay),
                new JobRetried(job.id(), job.queue(), job.attempt(), job.ran(), error, delay));
    }

    private void fail(RunningJob job, String error) {
        recorder.record(job, Outcome.failed(job.info(), error), new JobFailed(job, error, job.ran()));
    }
}
