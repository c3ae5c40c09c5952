package dev.gork.store;

import dev.gork.JobInfo;
import dev.gork.JobStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended, to be written to the row that was claimed for it.
 *
 * @param id the job
 * @param claim the claim number under which it ran: the write changes nothing if the row has another by now
 * @param status what the job becomes
 * @param result JSON text for a completed job, otherwise null
 * @param error what went wrong, or null to leave what is there
 * @param retryCount retries used by now
 * @param delay when scheduled again: the time until it is due
 * @param refund whether the attempt is taken back, because it was not the job's fault
 */
public record Outcome(
        String id,
        long claim,
        JobStatus status,
        @Nullable String result,
        @Nullable String error,
        int retryCount,
        Duration delay,
        boolean refund) {

    /** The claim that it is the outcome of. */
    public Claim key() {
        return new Claim(id, claim);
    }

    /** The handler returned. */
    public static Outcome completed(JobInfo job, String result) {
        return new Outcome(
                job.id(), job.claim(), JobStatus.COMPLETED, result, null, job.retryCount(), Duration.ZERO, false);
    }

    /** The attempt failed, and there is another one. */
    public static Outcome retry(JobInfo job, String error, Duration delay) {
        return new Outcome(job.id(), job.claim(), JobStatus.SCHEDULED, null, error, job.retryCount() + 1, delay, false);
    }

    /** The attempt failed, and it was the last. */
    public static Outcome failed(JobInfo job, String error) {
        return new Outcome(
                job.id(), job.claim(), JobStatus.FAILED, null, error, job.retryCount(), Duration.ZERO, false);
    }

    /** The node stops before the job was done: it is due again at once, and has its attempt back. */
    public static Outcome released(JobInfo job) {
        return new Outcome(
                job.id(), job.claim(), JobStatus.SCHEDULED, null, null, job.retryCount(), Duration.ZERO, true);
    }
}
