package dev.gork.claims;

import dev.gork.JobAttempt;
import dev.gork.JobEvent;
import dev.gork.JobStatus;
import dev.gork.jobs.Transition;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended, to be written to the row that was claimed for it; the transition that this is, once it is.
 *
 * @param claim the claim under which it ran: the write changes nothing if the row has another by now
 * @param queue the job's queue
 * @param status what the job becomes
 * @param result JSON text for a completed job, otherwise null
 * @param error what went wrong, or null to leave what is there
 * @param retryCount retries used by now
 * @param delay when scheduled again: the time until it is due, or null to leave it due when it was
 * @param attempt what the attempt is called once it is over; null if there was none, for no handler was called
 * @param ran how long the handler took; null if it was not called, or nobody measured
 * @param event what observers hear of it; null for nothing
 */
public record Outcome(
        Claim claim,
        String queue,
        JobStatus status,
        @Nullable String result,
        @Nullable String error,
        int retryCount,
        @Nullable Duration delay,
        JobAttempt.@Nullable Outcome attempt,
        @Nullable Duration ran,
        @Nullable JobEvent event)
        implements Transition {

    @Override
    public String id() {
        return claim.id();
    }

    /** The claim number under which it ran. */
    public long claimNumber() {
        return claim.number();
    }

    @Override
    public JobStatus from() {
        return JobStatus.INITIALIZED;
    }

    @Override
    public JobStatus to() {
        return status;
    }

    /** The same, with how long the handler took. */
    public Outcome ranFor(Duration time) {
        return new Outcome(claim, queue, status, result, error, retryCount, delay, attempt, time, event);
    }

    /** The same, with the event that is fired once it is committed. */
    public Outcome firing(JobEvent event) {
        return new Outcome(claim, queue, status, result, error, retryCount, delay, attempt, ran, event);
    }

    /** Whether there is another attempt after this one. */
    boolean again() {
        return status == JobStatus.SCHEDULED;
    }

    /** Its word in the archive of attempts; null if there is nothing to archive. */
    @Nullable
    String attemptWord() {
        return attempt == null ? null : attempt.word();
    }

    @Nullable
    Long delayMicros() {
        return delay == null ? null : delay.toNanos() / 1_000;
    }

    /** How many attempts are taken back: that of a job which is scheduled again through no fault of its own. */
    int refunded() {
        return again() && attempt != JobAttempt.Outcome.RETRIED ? 1 : 0;
    }

    /** The handler returned. */
    public static Outcome completed(ClaimedJob job, String result) {
        return of(job, JobStatus.COMPLETED, result, null, JobAttempt.Outcome.COMPLETED);
    }

    /** The attempt failed, and it was the last. */
    public static Outcome failed(ClaimedJob job, String error) {
        return of(job, JobStatus.FAILED, null, error, JobAttempt.Outcome.FAILED);
    }

    /** The attempt failed, and there is another one. */
    public static Outcome retry(ClaimedJob job, String error, Duration delay) {
        return new Outcome(
                job.claim(),
                job.queue(),
                JobStatus.SCHEDULED,
                null,
                error,
                job.retryCount() + 1,
                delay,
                JobAttempt.Outcome.RETRIED,
                null,
                null);
    }

    /** Its handler was interrupted because the node stops: it takes its old place in the queue, and has its attempt back. */
    public static Outcome released(Claim claim, String queue, int retryCount) {
        return unended(claim, queue, retryCount, JobAttempt.Outcome.RELEASED);
    }

    /** It was claimed and its handler never called: the same, and there was no attempt. */
    public static Outcome unclaimed(Claim claim, String queue, int retryCount) {
        return unended(claim, queue, retryCount, null);
    }

    private static Outcome unended(Claim claim, String queue, int retryCount, JobAttempt.@Nullable Outcome attempt) {
        return new Outcome(claim, queue, JobStatus.SCHEDULED, null, null, retryCount, null, attempt, null, null);
    }

    private static Outcome of(
            ClaimedJob job,
            JobStatus status,
            @Nullable String result,
            @Nullable String error,
            JobAttempt.Outcome attempt) {
        return new Outcome(
                job.claim(), job.queue(), status, result, error, job.retryCount(), null, attempt, null, null);
    }
}
