package dev.gork;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a job: fire it as a CDI event, or hand it to {@link JobClient#enqueue}.
 *
 * <pre>{@code
 * @Inject Event<JobRequest> jobs;
 *
 * @Transactional
 * void place(Order order) {
 *     entityManager.persist(order);
 *     jobs.fire(JobRequest.to("invoice").arguments(new Invoice(order.id())).in(Duration.ofMinutes(5)));
 * }
 * }</pre>
 *
 * <p>The job exists exactly if the transaction around {@code fire} commits; where there is none, it exists when
 * {@code fire} returns. {@code fireAsync} always enqueues in a transaction of its own.
 *
 * <p>Requests are immutable: every option returns a new one, so a half-filled request can be kept and reused. Values are
 * checked when the request is fired, which throws {@link InvalidJobRequestException} or {@link DuplicateJobException}
 * and leaves the caller's transaction usable.
 */
public final class JobRequest {
    private final String queue;
    private @Nullable String id;
    private @Nullable Object arguments;
    private boolean argumentsAreJson;
    private @Nullable Instant at;
    private @Nullable Duration delay;
    private @Nullable Integer maxRetries;
    private @Nullable Backoff backoff;
    private int priority;

    private JobRequest(String queue) {
        this.queue = queue;
    }

    /**
     * A request for a job on this queue, due at once, with a time-ordered UUID as id and no arguments.
     *
     * @param queue 1 to 200 characters, no control characters; it needs no handler on this node
     */
    public static JobRequest to(String queue) {
        return new JobRequest(Objects.requireNonNull(queue, "queue must not be null"));
    }

    /** An id of the caller's choice, 1 to 255 characters; a second job with it is refused. */
    public JobRequest id(String id) {
        Objects.requireNonNull(id, "id must not be null");
        return with(copy -> copy.id = id);
    }

    /** Any object that JSON-B can write; the handler reads it back with {@link Job#arguments(Class)}. */
    public JobRequest arguments(Object arguments) {
        Objects.requireNonNull(arguments, "arguments must not be null; leave them out for none");
        return with(copy -> {
            copy.arguments = arguments;
            copy.argumentsAreJson = false;
        });
    }

    /** Arguments that are JSON text already: any JSON value, taken as it is. */
    public JobRequest argumentsJson(String json) {
        Objects.requireNonNull(json, "json must not be null; leave arguments out for none");
        return with(copy -> {
            copy.arguments = json;
            copy.argumentsAreJson = true;
        });
    }

    /** Due at this instant; in the past means at once. Replaces {@link #in}. */
    public JobRequest at(Instant at) {
        Objects.requireNonNull(at, "at must not be null");
        return with(copy -> {
            copy.at = at;
            copy.delay = null;
        });
    }

    /** Due after this time, counted on the database's clock from when it is fired. Replaces {@link #at}. */
    public JobRequest in(Duration delay) {
        Objects.requireNonNull(delay, "delay must not be null");
        return with(copy -> {
            copy.delay = delay;
            copy.at = null;
        });
    }

    /** How often it is tried again after a failed first attempt, 0 to 10,000; default: its queue's setting, 20. */
    public JobRequest maxRetries(int maxRetries) {
        return with(copy -> copy.maxRetries = maxRetries);
    }

    /** The same time before every retry; short for {@code backoff(Backoff.fixed(interval))}. */
    public JobRequest retryInterval(Duration interval) {
        return backoff(Backoff.fixed(interval));
    }

    /** The time before each retry; default: its queue's setting, exponential from 10 s to 1 h. */
    public JobRequest backoff(Backoff backoff) {
        Objects.requireNonNull(backoff, "backoff must not be null");
        return with(copy -> copy.backoff = backoff);
    }

    /** Higher runs first among the due jobs of its queue, -100 to 100; default 0. */
    public JobRequest priority(int priority) {
        return with(copy -> copy.priority = priority);
    }

    /** The queue that it is for. */
    public String queue() {
        return queue;
    }

    /** The id, if the caller chose one. */
    public Optional<String> id() {
        return Optional.ofNullable(id);
    }

    /** The arguments as given: an object, or JSON text if {@link #argumentsAreJson()}. */
    public Optional<Object> arguments() {
        return Optional.ofNullable(arguments);
    }

    /** Whether {@link #arguments()} is JSON text already. */
    public boolean argumentsAreJson() {
        return argumentsAreJson;
    }

    /** When it is due, if set with {@link #at(Instant)}. */
    public Optional<Instant> at() {
        return Optional.ofNullable(at);
    }

    /** After which time it is due, if set with {@link #in(Duration)}. */
    public Optional<Duration> delay() {
        return Optional.ofNullable(delay);
    }

    /** The retries, if not left to the queue. */
    public OptionalInt maxRetries() {
        return maxRetries == null ? OptionalInt.empty() : OptionalInt.of(maxRetries);
    }

    /** The time before each retry, if not left to the queue. */
    public Optional<Backoff> backoff() {
        return Optional.ofNullable(backoff);
    }

    /** Its priority. */
    public int priority() {
        return priority;
    }

    @Override
    public String toString() {
        return "JobRequest to '" + queue + "'" + (id == null ? "" : " with id '" + id + "'");
    }

    private JobRequest with(Consumer<JobRequest> change) {
        JobRequest copy = new JobRequest(queue);
        copy.id = id;
        copy.arguments = arguments;
        copy.argumentsAreJson = argumentsAreJson;
        copy.at = at;
        copy.delay = delay;
        copy.maxRetries = maxRetries;
        copy.backoff = backoff;
        copy.priority = priority;
        change.accept(copy);
        return copy;
    }
}
