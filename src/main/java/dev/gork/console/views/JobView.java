package dev.gork.console.views;

import dev.gork.JobInfo;
import dev.gork.jobs.JobExcerpt;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A job, in gork's JSON with what we add to it; the API's document describes the fields. */
@JsonbPropertyOrder({"id", "queue", "status"})
public record JobView(
        String id,
        String queue,
        String status,
        JsonValue arguments,
        boolean argumentsHidden,
        JsonValue result,
        Map<String, Long> shortened,
        @Nullable String lastError,
        int retryCount,
        JsonValue options,
        @Nullable JsonNumber maxRetries,
        int priority,
        int attempts,
        int rescues,
        long claim,
        @Nullable String node,
        Instant scheduledAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        Instant createdAt,
        Instant updatedAt,
        @Nullable String enqueuedBy,
        @Nullable String parent) {

    /** Shows a job with its arguments and its result as the caller may see them. */
    static JobView of(JobExcerpt excerpt, JsonValue arguments, JsonValue result, boolean hidden) {
        JobInfo job = excerpt.job();
        JsonValue options = excerpt.shortened().containsKey(JobExcerpt.OPTIONS)
                ? JsonValue.NULL
                : LosslessJson.readOrText(job.optionsJson());
        return new JobView(
                job.id(),
                job.queue(),
                job.status().word(),
                arguments,
                hidden,
                result,
                excerpt.shortened(),
                lastError(excerpt),
                job.retryCount(),
                options,
                maxRetries(options),
                job.priority(),
                job.attempts(),
                job.rescues(),
                job.claim(),
                job.node(),
                job.scheduledAt(),
                job.startedAt(),
                job.finishedAt(),
                job.createdAt(),
                job.updatedAt(),
                job.enqueuedBy(),
                job.parent());
    }

    private static @Nullable String lastError(JobExcerpt excerpt) {
        String error = excerpt.job().lastError();
        return excerpt.shortened().containsKey(JobExcerpt.LAST_ERROR) ? error + "…" : error;
    }

    /** Reads what the row itself says; what it leaves open, the settings of the node that runs it decide. */
    private static @Nullable JsonNumber maxRetries(JsonValue options) {
        return options instanceof JsonObject object && object.get("max_retries") instanceof JsonNumber number
                ? number
                : null;
    }
}
