package dev.gork;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What is to change about a job that waits to be run, for {@link JobClient#edit}. What is not named stays as it is.
 *
 * <pre>{@code
 * client.edit("invoice-17", JobEdit.none().arguments(new Invoice(17)).priority(10));
 * }</pre>
 *
 * <p>Edits are immutable: every option returns a new one. Values are checked by {@link JobClient#edit}.
 */
public final class JobEdit {
    private static final JobEdit NONE = new JobEdit(null, false, null, null);

    private final @Nullable Object arguments;
    private final boolean argumentsAreJson;
    private final @Nullable Instant at;
    private final @Nullable Integer priority;

    private JobEdit(
            @Nullable Object arguments, boolean argumentsAreJson, @Nullable Instant at, @Nullable Integer priority) {
        this.arguments = arguments;
        this.argumentsAreJson = argumentsAreJson;
        this.at = at;
        this.priority = priority;
    }

    /** Changes nothing yet. */
    public static JobEdit none() {
        return NONE;
    }

    /** Other arguments: any object that JSON-B can write. */
    public JobEdit arguments(Object arguments) {
        return new JobEdit(
                Objects.requireNonNull(arguments, "arguments must not be null; leave them out to keep them"),
                false,
                at,
                priority);
    }

    /** Other arguments that are JSON text already: any JSON value, taken as it is. */
    public JobEdit argumentsJson(String json) {
        return new JobEdit(
                Objects.requireNonNull(json, "json must not be null; leave arguments out to keep them"),
                true,
                at,
                priority);
    }

    /** Due at this instant; in the past means at once. */
    public JobEdit at(Instant at) {
        return new JobEdit(arguments, argumentsAreJson, Objects.requireNonNull(at, "at must not be null"), priority);
    }

    /** Higher runs first among the due jobs of its queue, -100 to 100. */
    public JobEdit priority(int priority) {
        return new JobEdit(arguments, argumentsAreJson, at, priority);
    }

    /** The arguments as given: an object, or JSON text if {@link #argumentsAreJson()}. */
    public Optional<Object> arguments() {
        return Optional.ofNullable(arguments);
    }

    /** Whether {@link #arguments()} is JSON text already. */
    public boolean argumentsAreJson() {
        return argumentsAreJson;
    }

    /** When it is due, if that is to change. */
    public Optional<Instant> at() {
        return Optional.ofNullable(at);
    }

    /** Its priority, if that is to change. */
    public OptionalInt priority() {
        return priority == null ? OptionalInt.empty() : OptionalInt.of(priority);
    }
}
