package dev.gork.runner;

import dev.gork.JobFailed;
import dev.gork.JobReleased;
import dev.gork.JobRetried;
import dev.gork.JobStarted;
import dev.gork.attempts.Attempt;
import dev.gork.attempts.AttemptTime;
import dev.gork.attempts.Gate;
import dev.gork.attempts.JobTimeoutException;
import dev.gork.attempts.LeftOverTransaction;
import dev.gork.attempts.RunningJob;
import dev.gork.claims.ClaimedJob;
import dev.gork.claims.Outcome;
import dev.gork.concurrent.ThreadState;
import dev.gork.config.QueueSettings;
import dev.gork.config.Settings;
import dev.gork.handler.Handler;
import dev.gork.log.SafeLog;
import dev.gork.outcomes.Announcer;
import dev.gork.outcomes.HeldClaims;
import dev.gork.outcomes.OutcomeRecorder;
import dev.gork.payload.JobOptions;
import dev.gork.payload.JsonCodec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Carries an attempt through, step by step: its options, the gate, the handler, and the outcome for the recorder. */
@ApplicationScoped
public class JobRunner {
    private static final Logger LOG = SafeLog.of(JobRunner.class);

    @Inject
    Settings settings;

    @Inject
    JsonCodec json;

    @Inject
    Dispatcher dispatcher;

    @Inject
    HandlerTransaction transaction;

    @Inject
    LeftOverTransaction leftOver;

    @Inject
    OutcomeRecorder recorder;

    @Inject
    HeldClaims held;

    @Inject
    Gate gate;

    @Inject
    BegunSuspects suspects;

    @Inject
    Announcer announcer;

    /** Runs a claimed job on the current thread, to its outcome. */
    public void run(ClaimedJob info, Handler handler, QueueSettings queue) {
        Attempt attempt = prepare(info, queue);
        if (attempt == null || isGivenUp(attempt)) {
            return;
        }
        Gate.Pass pass = enter(attempt);
        if (pass == null) {
            release(info, queue);
            return;
        }
        attempt.admit(pass);
        try {
            carryOutAndTidyUp(attempt, handler);
        } finally {
            attempt.leave();
        }
    }

    private void carryOutAndTidyUp(Attempt attempt, Handler handler) {
        ThreadState before = ThreadState.capture();
        try {
            carryOut(attempt, handler);
        } finally {
            leftOver.rollBack(); // a bean of the request may have begun one as it ended
            before.restore();
        }
    }

    /** Reads the job's options; one whose options nobody can read fails, for it would at each attempt. */
    private @Nullable Attempt prepare(ClaimedJob info, QueueSettings queue) {
        try {
            return attempt(info, options(info, queue), queue);
        } catch (RuntimeException e) {
            fail(unprepared(info, queue), "It can never run: " + e.getMessage());
            return null;
        }
    }

    private boolean isGivenUp(Attempt attempt) {
        int rescues = attempt.job().info().rescues();
        if (rescues == 0 || rescues <= settings.maxRescues()) {
            return false;
        }
        fail(
                attempt,
                "Given up: " + rescues + " times the node that ran it died or was cut off, and gork.max-rescues is "
                        + settings.maxRescues() + ". Perhaps the job itself is what kills it.");
        return true;
    }

    private Gate.@Nullable Pass enter(Attempt attempt) {
        int rescues = attempt.job().info().rescues();
        return rescues > 0 && settings.suspects(rescues) ? enterAsSuspect(attempt.job()) : gate.enter();
    }

    /** Beside others or alone, as often as its node was gone; the database knows it before it begins. */
    private Gate.@Nullable Pass enterAsSuspect(RunningJob job) {
        BooleanSupplier begin = () -> suspects.begin(job.id());
        Runnable end = () -> suspects.end(job.id());
        if (!settings.runsAlone(job.info().rescues())) {
            return gate.enterAsSuspect(begin, end);
        }
        LOG.log(
                Level.INFO,
                "{0} is run alone, and others on this node wait: {1} times the node that ran it died or was cut off",
                job,
                job.info().rescues());
        return gate.enterAlone(begin, end);
    }

    private void carryOut(Attempt attempt, Handler handler) {
        if (!held.hasAllOf(attempt)) { // lost while it waited at the gate
            fenced(attempt);
            return;
        }
        started(attempt);
        attempt.time().start(); // observers of the start have their own timeout, and take none of the handler's
        try {
            call(attempt, handler);
        } catch (Throwable e) { // also an Error: it is the handler's, and the job's to report
            leftOver.rollBack();
            ended(attempt, e);
        }
    }

    private void started(Attempt attempt) {
        for (RunningJob job : attempt.jobs()) {
            announcer.fireHere(new JobStarted(
                    job.id(), job.queue(), job.attempt(), job.info().waited()));
        }
    }

    private void call(Attempt attempt, Handler handler) throws Exception {
        if (!handler.transactional()) {
            dispatcher.dispatch(handler, attempt);
            refuseLeftOver(attempt);
            complete(attempt);
        } else if (transaction.run(handler, attempt)) {
            committed(attempt);
        } else {
            fenced(attempt);
        }
    }

    private void refuseLeftOver(Attempt attempt) {
        if (leftOver.rollBack()) {
            throw new IllegalStateException(
                    "The handler of " + attempt + " began a transaction and did not end it; it was rolled back");
        }
    }

    private void complete(Attempt attempt) {
        for (RunningJob job : attempt.jobs()) {
            recorder.record(attempt, job, OutcomeRecorder.completed(job));
        }
    }

    private void committed(Attempt attempt) {
        attempt.jobs().forEach(job -> held.remove(job.info()));
    }

    private void fenced(Attempt attempt) {
        for (RunningJob job : attempt.jobs()) {
            held.remove(job.info());
            announcer.fireHere(OutcomeRecorder.fenced(job));
        }
    }

    private void ended(Attempt attempt, Throwable thrown) {
        switch (attempt.interruption()) {
            case STOPPING -> release(attempt);
            case CLAIM_LOST -> lost(attempt, thrown);
            default -> retryOrFail(attempt, thrown);
        }
    }

    /** Another node has it, unless its own commit came first: then the recorder asks, for the attempt's end is fenced. */
    private void lost(Attempt attempt, Throwable failure) {
        if (attempt.commitUncertain()) {
            retryOrFail(attempt, failure);
        } else {
            fenced(attempt);
        }
    }

    /** Releases a job that was claimed and not begun: there was no attempt, and no observer hears of one. */
    public void release(ClaimedJob info, QueueSettings queue) {
        Attempt none = unprepared(info, queue);
        recorder.record(none, none.job(), Outcome.unclaimed(info.claim(), info.queue(), info.retryCount()));
    }

    /** Releases running jobs; what their handler still does to the rows is fenced off. */
    public void release(Attempt attempt) {
        for (RunningJob job : attempt.jobs()) {
            recorder.record(
                    attempt,
                    job,
                    Outcome.released(job.info().claim(), job.queue(), job.info().retryCount())
                            .firing(new JobReleased(job.id(), job.queue(), job.attempt(), job.ran())));
        }
    }

    /** Ends an attempt that the engine itself could not carry through; with a pause, so that it does not go round and round. */
    public void crashed(ClaimedJob info, QueueSettings queue, Throwable failure) {
        retryOrFail(unprepared(info, queue), failure);
    }

    /** Leaves a job alone that could neither be run nor released; as a stray, the poller finds it and releases it. */
    public void forget(ClaimedJob info) {
        held.remove(info);
    }

    /** Ends the attempt of a handler that ignores its interrupt. */
    private void abandon(Attempt attempt) {
        if (attempt.interruption() != Attempt.Interruption.CLAIM_LOST) { // whoever has the claim now ends that attempt
            JobTimeoutException failure = JobTimeoutException.ignored(attempt);
            LOG.log(Level.WARNING, failure.getMessage() + "; this is what it does:", failure);
            retryOrFail(attempt, failure);
        }
        attempt.leave();
    }

    private Attempt attempt(ClaimedJob info, JobOptions options, QueueSettings queue) {
        AttemptTime time = new AttemptTime(queue.timeout());
        return new Attempt(List.of(new RunningJob(info, options, time, json)), time, this::abandon);
    }

    /** For a job whose own options are unknown or do not matter any more. */
    private Attempt unprepared(ClaimedJob info, QueueSettings queue) {
        return attempt(info, new JobOptions(queue.maxRetries(), queue.backoff()), queue);
    }

    /** Most rows leave all to their queue. */
    private JobOptions options(ClaimedJob info, QueueSettings queue) {
        return info.optionsJson().equals("{}")
                ? new JobOptions(queue.maxRetries(), queue.backoff())
                : JobOptions.of(json.tree(info.optionsJson()), queue);
    }

    private void retryOrFail(Attempt attempt, Throwable failure) {
        String error = ErrorText.of(failure);
        for (RunningJob job : attempt.jobs()) {
            if (job.hasRetry()) {
                retry(attempt, job, error);
            } else {
                fail(attempt, job, error);
            }
        }
    }

    private void retry(Attempt attempt, RunningJob job, String error) {
        Duration delay = job.retryDelay(ThreadLocalRandom.current().nextDouble());
        recorder.record(
                attempt,
                job,
                Outcome.retry(job.info(), error, delay)
                        .ranFor(job.ran())
                        .firing(new JobRetried(job.id(), job.queue(), job.attempt(), job.ran(), error, delay)));
    }

    private void fail(Attempt attempt, String error) {
        attempt.jobs().forEach(job -> fail(attempt, job, error));
    }

    private void fail(Attempt attempt, RunningJob job, String error) {
        recorder.record(
                attempt,
                job,
                Outcome.failed(job.info(), error).ranFor(job.ran()).firing(new JobFailed(job, error, job.ran())));
    }
}
