package dev.gork.store;

import dev.gork.JobAttempt;
import dev.gork.JobStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended, to be written to the row that was claimed for it.
 *
 * @param key the claim under which it ran: the write changes nothing if the row has another by now
 * @param queue the job's queue
 * @param status what the job becomes
 * @param result JSON text for a completed job, otherwise null
 * @param error what went wrong, or null to leave what is there
 * @param retryCount retries used by now
 * @param delay when scheduled again: the time until it is due, or null to leave it due when it was
 * @param refund whether the attempt is taken back, because it was not the job's fault
 * @param ran how long the handler took; null if it was not called, or nobody measured
 */
public record Outcome(
        Claim key,
        String queue,
        JobStatus status,
        @Nullable String result,
        @Nullable String error,
        int retryCount,
        @Nullable Duration delay,
        boolean refund,
        @Nullable Duration ran) {

    /** The job. */
    public String id() {
        return key.id();
    }

    /** The claim number under which it ran. */
    public long claim() {
        return key.number();
    }

    /** The same, with how long the handler took. */
    public Outcome after(Duration time) {
        return new Outcome(key, queue, status, result, error, retryCount, delay, refund, time);
    }

    /** Whether there is another attempt after this one. */
    boolean again() {
        return status == JobStatus.SCHEDULED;
    }

    /** What the attempt is called once it is over. */
    JobAttempt.Outcome attempt() {
        return switch (status) {
            case SCHEDULED -> refund ? JobAttempt.Outcome.RELEASED : JobAttempt.Outcome.RETRIED;
            case COMPLETED -> JobAttempt.Outcome.COMPLETED;
            case FAILED -> JobAttempt.Outcome.FAILED;
            default -> throw new IllegalStateException("No outcome: " + status);
        };
    }

    @Nullable
    Long delayMicros() {
        return delay == null ? null : delay.toNanos() / 1_000;
    }

    /** How many attempts are taken back. */
    int refunded() {
        return refund ? 1 : 0;
    }

    /** The handler returned. */
    public static Outcome completed(ClaimedJob job, String result) {
        return of(job, JobStatus.COMPLETED, result, null);
    }

    /** The attempt failed, and it was the last. */
    public static Outcome failed(ClaimedJob job, String error) {
        return of(job, JobStatus.FAILED, null, error);
    }

    /** The attempt failed, and there is another one. */
    public static Outcome retry(ClaimedJob job, String error, Duration delay) {
        return new Outcome(
                job.key(), job.queue(), JobStatus.SCHEDULED, null, error, job.retryCount() + 1, delay, false, null);
    }

    /** Nobody runs it after all: it takes its old place in the queue, and has its attempt back. */
    public static Outcome released(Claim claim, String queue, int retryCount) {
        return new Outcome(claim, queue, JobStatus.SCHEDULED, null, null, retryCount, null, true, null);
    }

    private static Outcome of(ClaimedJob job, JobStatus status, @Nullable String result, @Nullable String error) {
        return new Outcome(job.key(), job.queue(), status, result, error, job.retryCount(), null, false, null);
    }
}
