package dev.gork.store;

import dev.gork.JobFilter;
import dev.gork.JobStatus;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs a bulk action is for: all that a filter lets through, or these.
 *
 * @param filter the filter; null if the jobs are named
 * @param ids the jobs; none if there is a filter
 */
public record BulkTarget(@Nullable JobFilter filter, List<String> ids) {
    private static final JsonProvider JSON = JsonProvider.provider();

    /** The jobs that a filter lets through. */
    public static BulkTarget of(JobFilter filter) {
        return new BulkTarget(filter, List.of());
    }

    /** These jobs. */
    public static BulkTarget of(List<String> ids) {
        return new BulkTarget(null, List.copyOf(ids));
    }

    /** As the table keeps it. */
    String json() {
        if (filter == null) {
            JsonArrayBuilder array = JSON.createArrayBuilder();
            ids.forEach(array::add);
            return array.build().toString();
        }
        return toJson(filter).toString();
    }

    /** From the table. */
    static BulkTarget parse(String text) {
        try (JsonReader reader = JSON.createReader(new StringReader(text))) {
            JsonValue value = reader.readValue();
            return value instanceof JsonArray array
                    ? of(array.getValuesAs(JsonString.class).stream()
                            .map(JsonString::getString)
                            .toList())
                    : of(filter(value.asJsonObject()));
        }
    }

    /** A filter by its names in the API; what it leaves open is left out. */
    public static JsonObject toJson(JobFilter filter) {
        JsonObjectBuilder json = JSON.createObjectBuilder();
        add(json, "queue", filter.queue(), Function.identity());
        add(json, "status", filter.status(), JobStatus::word);
        add(json, "q", filter.idPart(), Function.identity());
        add(json, "arguments", filter.arguments(), Function.identity());
        add(json, "node", filter.node(), Function.identity());
        add(json, "from", filter.from(), Instant::toString);
        add(json, "to", filter.to(), Instant::toString);
        return json.build();
    }

    private static <T> void add(JsonObjectBuilder json, String name, @Nullable T value, Function<T, String> text) {
        if (value != null) {
            json.add(name, text.apply(value));
        }
    }

    private static JobFilter filter(JsonObject json) {
        return new JobFilter(
                value(json, "queue", Function.identity()),
                value(json, "status", JobStatus::of),
                value(json, "q", Function.identity()),
                value(json, "arguments", Function.identity()),
                value(json, "node", Function.identity()),
                value(json, "from", Instant::parse),
                value(json, "to", Instant::parse));
    }

    private static <T> @Nullable T value(JsonObject json, String name, Function<String, T> parse) {
        return json.containsKey(name) ? parse.apply(json.getString(name)) : null;
    }
}
