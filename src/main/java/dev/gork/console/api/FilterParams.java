package dev.gork.console.api;

import dev.gork.JobFilter;
import dev.gork.JobStatus;
import dev.gork.console.web.InvalidParameterException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A filter of jobs by its names in the API: of a query, or of a bulk action's body. */
final class FilterParams {
    /** The names of all conditions. */
    static final Set<String> NAMES = Set.of("queue", "status", "q", "arguments", "node", "from", "to");

    private FilterParams() {}

    /** @throws InvalidParameterException for the first value that cannot be used */
    static JobFilter of(MultivaluedMap<String, String> query) {
        return of(query::getFirst);
    }

    /** @throws InvalidParameterException for a condition that there is none of, or that says nothing or cannot be used */
    static JobFilter of(JsonObject json) {
        for (String name : json.keySet()) {
            if (!NAMES.contains(name)) {
                throw new InvalidParameterException(
                        "filter." + name,
                        "there is no such condition; there are " + String.join(", ", new TreeSet<>(NAMES)));
            }
        }
        return of(name -> json.containsKey(name) ? text(name, json.get(name)) : null);
    }

    /** The arguments may be given as what they are. */
    private static String text(String name, @Nullable JsonValue value) {
        if (value instanceof JsonString text) {
            return text.getString();
        }
        if (name.equals("arguments") && value != null && value != JsonValue.NULL) {
            return value.toString();
        }
        throw new InvalidParameterException(name, "it takes a text; leave it out where it does not matter");
    }

    private static JobFilter of(Function<String, @Nullable String> given) {
        Function<String, @Nullable String> values = name -> {
            String value = given.apply(name);
            // As "any" it would mean more jobs than whoever left a field blank may have in mind, and all of them be
            // deleted.
            if (value != null && value.isBlank()) {
                throw new InvalidParameterException(name, "it is blank; leave it out where it does not matter");
            }
            return value;
        };
        return new JobFilter(
                values.apply("queue"),
                status(values.apply("status")),
                values.apply("q"),
                values.apply("arguments"),
                values.apply("node"),
                instant("from", values.apply("from")),
                instant("to", values.apply("to")));
    }

    private static @Nullable JobStatus status(@Nullable String word) {
        try {
            return word == null ? null : JobStatus.of(word);
        } catch (IllegalArgumentException e) {
            throw new InvalidParameterException("status", String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable Instant instant(String name, @Nullable String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new InvalidParameterException(name, "it takes a time such as 2026-12-31T23:59:59Z");
        }
    }
}
