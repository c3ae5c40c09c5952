package dev.gork.jobs;

import dev.gork.config.JobLimits;
import dev.gork.payload.JobOptions;
import dev.gork.payload.JsonCodec;
import dev.gork.payload.Texts;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A checked job that is about to be inserted.
 *
 * @param id its id
 * @param queue its queue
 * @param arguments JSON text that {@link JsonCodec#check} has passed
 * @param options JSON text, from {@link JobOptions#toJson}
 * @param priority higher runs first
 * @param at when it is due; null for {@code delay} from now
 * @param delay after which time it is due, on the database's clock
 * @param enqueuedBy the caller's name, where one is known
 * @param parent the job whose handler asks for it, if one does
 */
public record NewJob(
        String id,
        String queue,
        String arguments,
        String options,
        int priority,
        @Nullable Instant at,
        Duration delay,
        @Nullable String enqueuedBy,
        @Nullable String parent) {

    /** A job of which nobody knows who caused it. */
    public NewJob(
            String id,
            String queue,
            String arguments,
            String options,
            int priority,
            @Nullable Instant at,
            Duration delay) {
        this(id, queue, arguments, options, priority, at, delay, null, null);
    }

    /** The same, with who caused it. A caller's name is the server's and not the caller's choice: no job fails for it. */
    public NewJob causedBy(@Nullable String caller, @Nullable String job) {
        String name = caller == null ? null : Texts.storable(caller, JobLimits.MAX_CALLER_LENGTH);
        return new NewJob(id, queue, arguments, options, priority, at, delay, name, job);
    }

    long delayMicros() {
        return delay.toNanos() / 1_000;
    }

    /** Whether it may be claimed as soon as it is committed. A past {@code at} is left to the database's clock. */
    public boolean dueNow() {
        return at == null && delay.isZero();
    }
}
