package dev.gork.console;

import dev.gork.JobAttempt;
import dev.gork.JobInfo;
import dev.gork.JobPage;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Jobs in gork's JSON, with what we add to it. */
final class JobJson {
    static final JsonProvider JSON = JsonProvider.provider();

    private JobJson() {}

    /** With the arguments and the result as whoever asks may see them. */
    static JsonObject of(JobInfo job, JsonValue arguments, JsonValue result, boolean hidden) {
        JsonValue options = tree(job.optionsJson());
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("id", job.id())
                .add("queue", job.queue())
                .add("status", job.status().word())
                .add("arguments", arguments)
                .add("arguments_hidden", hidden)
                .add("result", result)
                .add("retry_count", job.retryCount())
                .add("options", options)
                .add("priority", job.priority())
                .add("attempts", job.attempts())
                .add("rescues", job.rescues())
                .add("claim", job.claim())
                .add("scheduled_at", job.scheduledAt().toString())
                .add("created_at", job.createdAt().toString())
                .add("updated_at", job.updatedAt().toString());
        text(json, "last_error", job.lastError());
        text(json, "node", job.node());
        time(json, "started_at", job.startedAt());
        time(json, "finished_at", job.finishedAt());
        text(json, "enqueued_by", job.enqueuedBy());
        text(json, "parent", job.parent());
        json.add("max_retries", maxRetries(options));
        return json.build();
    }

    /** As the row itself says; what it leaves open, the settings of the node that runs it decide. */
    private static JsonValue maxRetries(JsonValue options) {
        return options instanceof JsonObject object && object.get("max_retries") instanceof JsonNumber number
                ? number
                : JsonValue.NULL;
    }

    static JsonObject of(JobAttempt attempt) {
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("claim", attempt.claim())
                .add("outcome", attempt.outcome().word());
        text(json, "node", attempt.node());
        time(json, "started_at", attempt.startedAt());
        time(json, "ended_at", attempt.endedAt());
        text(json, "error", attempt.error());
        return json.build();
    }

    /** A page of jobs, with the cursor of the next one. */
    static JsonObjectBuilder page(JobPage page, Function<JobInfo, JsonObject> show) {
        JsonArrayBuilder jobs = JSON.createArrayBuilder();
        page.jobs().forEach(job -> jobs.add(show.apply(job)));
        JsonObjectBuilder json = JSON.createObjectBuilder().add("jobs", jobs);
        text(json, "next", page.cursor());
        return json;
    }

    static JsonValue tree(String json) {
        try (JsonReader reader = JSON.createReader(new StringReader(json))) {
            return reader.readValue();
        } catch (RuntimeException e) { // what the database takes and this parser does not, such as endless numbers
            return JSON.createValue(json);
        }
    }

    private static void text(JsonObjectBuilder json, String name, @Nullable String value) {
        json.add(name, value == null ? JsonValue.NULL : JSON.createValue(value));
    }

    private static void time(JsonObjectBuilder json, String name, @Nullable Instant value) {
        text(json, name, value == null ? null : value.toString());
    }
}
