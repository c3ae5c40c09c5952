package dev.gork.console;

import dev.gork.JobInfo;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Jobs in gork's JSON, with what we add to it. */
final class JobJson {
    static final JsonProvider JSON = JsonProvider.provider();

    private JobJson() {}

    static JsonObject of(JobInfo job) {
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("id", job.id())
                .add("queue", job.queue())
                .add("status", job.status().word())
                .add("arguments", tree(job.argumentsJson()))
                .add("result", tree(job.resultJson()))
                .add("retry_count", job.retryCount())
                .add("options", tree(job.optionsJson()))
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
        return json.build();
    }

    private static JsonValue tree(String json) {
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
