package dev.gork.store;

import dev.gork.JobStatus;
import jakarta.persistence.Query;
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
 * @param delay when scheduled again: the time until it is due, or null to leave it due when it was
 * @param refund whether the attempt is taken back, because it was not the job's fault
 */
public record Outcome(
        String id,
        long claim,
        JobStatus status,
        @Nullable String result,
        @Nullable String error,
        int retryCount,
        @Nullable Duration delay,
        boolean refund) {

    /** The claim that it is the outcome of. */
    public Claim key() {
        return new Claim(id, claim);
    }

    /**
     * Sets the parameters of a statement that writes it: 1 to 8 in the order of the record's components. The delay is a
     * text, in microseconds, because a parameter that is now null and now a number has two types, and the database would
     * prepare the statement anew at each change.
     */
    Query setParameters(Query statement) {
        return statement
                .setParameter(1, id)
                .setParameter(2, claim)
                .setParameter(3, status.word())
                .setParameter(4, result)
                .setParameter(5, error)
                .setParameter(6, retryCount)
                .setParameter(7, delay == null ? null : String.valueOf(delayMicros()))
                .setParameter(8, refunded());
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
        return new Outcome(job.id(), job.claim(), JobStatus.COMPLETED, result, null, job.retryCount(), null, false);
    }

    /** The attempt failed, and there is another one. */
    public static Outcome retry(ClaimedJob job, String error, Duration delay) {
        return new Outcome(job.id(), job.claim(), JobStatus.SCHEDULED, null, error, job.retryCount() + 1, delay, false);
    }

    /** The attempt failed, and it was the last. */
    public static Outcome failed(ClaimedJob job, String error) {
        return new Outcome(job.id(), job.claim(), JobStatus.FAILED, null, error, job.retryCount(), null, false);
    }

    /** Nobody runs it after all: it takes its old place in the queue, and has its attempt back. */
    public static Outcome released(Claim claim, int retryCount) {
        return new Outcome(claim.id(), claim.number(), JobStatus.SCHEDULED, null, null, retryCount, null, true);
    }
}
