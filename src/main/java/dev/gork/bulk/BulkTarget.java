package dev.gork.bulk;

import dev.gork.BulkRequest;
import dev.gork.JobFilter;
import dev.gork.JobStatus;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which jobs a bulk action is for, as the table keeps it: a filter as a JSON object, or ids as a JSON array. */
public final class BulkTarget {
    private static final JsonProvider JSON = JsonProvider.provider();

    private static final Set<String> CONDITIONS = Set.of("queue", "status", "q", "arguments", "node", "from", "to");

    private BulkTarget() {}

    /** Writes that of a request. */
    static String of(BulkRequest request) {
        return request.filter()
                .map(BulkTarget::toJson)
                .map(JsonObject::toString)
                .orElseGet(() -> {
                    JsonArrayBuilder array = JSON.createArrayBuilder();
                    request.ids().forEach(array::add);
                    return array.build().toString();
                });
    }

    /**
     * Reads a request.
     *
     * @throws IllegalArgumentException if it is of a newer version: what is not understood must not be left out, for then
     *     other jobs would be meant
     */
    static BulkRequest parse(BulkRequest.Action action, String target) {
        try (JsonReader reader = JSON.createReader(new StringReader(target))) {
            JsonValue value = reader.readValue();
            return value instanceof JsonArray array
                    ? BulkRequest.of(
                            action, array.stream().map(BulkTarget::text).toList())
                    : BulkRequest.of(action, filter(value.asJsonObject()));
        } catch (JsonException | ClassCastException | DateTimeException e) {
            throw new IllegalArgumentException("not a target of this version: " + target, e);
        }
    }

    private static String text(JsonValue value) {
        return ((JsonString) value).getString();
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
        if (!CONDITIONS.containsAll(json.keySet())) {
            throw new IllegalArgumentException("not a filter of this version, which has " + CONDITIONS + ": " + json);
        }
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
        return json.containsKey(name) ? parse.apply(text(json.get(name))) : null;
    }
}
