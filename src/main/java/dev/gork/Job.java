package dev.gork;

import java.lang.reflect.Type;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job while it is being run: what a queue's handler observes.
 *
 * <pre>{@code
 * void invoice(@Observes @Queue("invoice") Job job) {
 *     Invoice invoice = job.arguments(Invoice.class);
 *     job.result(new Sent(send(invoice)));
 * }
 * }</pre>
 *
 * <p>When the handler returns, the job is completed; an exception means: failed, try again. It is also injectable while
 * a handler runs, for a handler that observes its arguments' type, and for the beans that it calls.
 */
public interface Job {

    /** The id that the caller chose, or a time-ordered UUID. */
    String id();

    /** The queue that it came through. */
    String queue();

    /** Which attempt this is, from 1. */
    int attempt();

    /** How many retries were used before this attempt. */
    int retries();

    /** How many retries it has in all. */
    int maxRetries();

    /** When it was due. */
    Instant scheduledAt();

    /** When it was enqueued. */
    Instant createdAt();

    /** When this attempt has to be over: then it is interrupted and fails. On this node's clock. */
    Instant deadline();

    /** The arguments as JSON text; <code>{}</code> if there are none. */
    String argumentsJson();

    /**
     * The arguments, read by JSON-B.
     *
     * @throws JobPayloadException if they are not of this type
     */
    default <T> T arguments(Class<T> type) {
        return arguments((Type) type);
    }

    /**
     * The arguments, read by JSON-B as a type with parameters, such as {@code List<Invoice>}.
     *
     * @throws JobPayloadException if they are not of this type
     */
    <T> T arguments(Type type);

    /**
     * Keeps a result with the job once the handler has returned; the last one set counts. Without one, a completed job
     * has the result <code>{}</code>.
     *
     * @param result any object that JSON-B can write, or null for the JSON value null
     * @throws JobPayloadException if it cannot be written as JSON, or is larger than {@code gork.max-payload-size}
     */
    void result(@Nullable Object result);
}
