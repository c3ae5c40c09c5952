package dev.gork;

import java.time.Duration;

/**
 * A job has failed for good: all its attempts are used up, or it can never run. Its observers have a thread and a
 * request context of their own.
 *
 * <pre>{@code
 * void tooLate(@Observes @Queue("invoice") JobFailed failure) {
 *     Invoice invoice = failure.job().arguments(Invoice.class);
 *     mail.apologise(invoice, failure.error());
 * }
 * }</pre>
 *
 * @param job the job, with its arguments; a result set now is not kept
 * @param error the last message and trimmed stack
 * @param ran how long the last attempt took
 */
public record JobFailed(Job job, String error, Duration ran) implements JobEvent {
    @Override
    public String id() {
        return job.id();
    }

    @Override
    public String queue() {
        return job.queue();
    }
}
