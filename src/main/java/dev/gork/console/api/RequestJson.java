package dev.gork.console.api;

import dev.gork.Backoff;
import dev.gork.InvalidJobRequestException;
import dev.gork.JobEdit;
import dev.gork.JobRequest;
import dev.gork.config.JobLimits;
import dev.gork.console.views.LosslessJson;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A job request from gork's JSON: id, queue, arguments, options, scheduled_at, and our delay_seconds and priority; all but
 * queue optional.
 */
final class RequestJson {
    private static final Set<String> FIELDS =
            Set.of("id", "queue", "arguments", "options", "scheduled_at", "delay_seconds", "priority");
    private static final Set<String> EDITABLE = Set.of("arguments", "scheduled_at", "priority");
    private static final Set<String> OPTIONS = Set.of("max_retries", "retry_interval", "retry_max_interval", "backoff");

    private RequestJson() {}

    /** @throws InvalidJobRequestException naming the field that cannot be used */
    static JobRequest parse(String body) {
        JsonObject json = object(body);
        refuseUnknown("", json, FIELDS);
        JobRequest request = JobRequest.to(text(json, "queue"));
        if (given(json, "id")) {
            request = request.id(text(json, "id"));
        }
        if (json.containsKey("arguments")) {
            request = request.argumentsJson(json.get("arguments").toString());
        }
        if (given(json, "scheduled_at")) {
            request = request.at(instant(json));
        }
        if (given(json, "delay_seconds")) {
            request = request.in(delay(json));
        }
        if (given(json, "priority")) {
            request = request.priority(priority(json));
        }
        return given(json, "options") ? withOptions(request, json.get("options")) : request;
    }

    /** Changes to a job, from arguments, scheduled_at and priority, of which at least one is given. */
    static JobEdit parseEdit(String body) {
        JsonObject json = object(body);
        refuseUnknown("", json, EDITABLE);
        JobEdit edit = JobEdit.none();
        if (json.containsKey("arguments")) {
            edit = edit.argumentsJson(json.get("arguments").toString());
        }
        if (given(json, "scheduled_at")) {
            edit = edit.at(instant(json));
        }
        if (given(json, "priority")) {
            edit = edit.priority(priority(json));
        }
        if (edit == JobEdit.none()) {
            throw new InvalidJobRequestException(
                    "body", "Nothing is to be changed; give arguments, scheduled_at or priority.", null);
        }
        return edit;
    }

    /** From now on, by the database's clock: nobody else's is asked. */
    private static Duration delay(JsonObject json) {
        if (given(json, "scheduled_at")) {
            throw new InvalidJobRequestException(
                    "delay_seconds", "Give delay_seconds or scheduled_at, for a job is due at one time.", null);
        }
        return Duration.ofSeconds(number(json, "delay_seconds", 0, JobLimits.MAX_DELAY.toSeconds()));
    }

    private static int priority(JsonObject json) {
        return (int) number(json, "priority", -JobLimits.MAX_PRIORITY, JobLimits.MAX_PRIORITY);
    }

    private static JobRequest withOptions(JobRequest request, @Nullable JsonValue value) {
        if (!(value instanceof JsonObject options)) {
            throw invalid("options", value, "a JSON object");
        }
        refuseUnknown("options.", options, OPTIONS);
        JobRequest result = request;
        if (given(options, "max_retries")) {
            result = result.maxRetries((int) number(options, "max_retries", 0, JobLimits.MAX_RETRIES));
        }
        return given(options, "retry_interval") || given(options, "retry_max_interval") || given(options, "backoff")
                ? result.backoff(backoff(options))
                : result;
    }

    /** An interval alone is gork's, and fixed; the other two need it. */
    private static Backoff backoff(JsonObject options) {
        if (!given(options, "retry_interval")) {
            throw invalid(
                    "retry_interval",
                    JsonValue.NULL,
                    "a whole number of nanoseconds where backoff or retry_max_interval is given");
        }
        Duration interval = nanos(options, "retry_interval");
        String kind = given(options, "backoff") ? text(options, "backoff") : "fixed";
        boolean hasMax = given(options, "retry_max_interval");
        if (kind.equals("exponential")) {
            return Backoff.exponential(interval, hasMax ? nanos(options, "retry_max_interval") : interval);
        }
        if (!kind.equals("fixed")) {
            throw invalid("backoff", options.get("backoff"), "\"fixed\" or \"exponential\"");
        }
        if (hasMax) {
            throw invalid(
                    "retry_max_interval",
                    options.get("retry_max_interval"),
                    "a value only where backoff is \"exponential\"");
        }
        return Backoff.fixed(interval);
    }

    static JsonObject object(String body) {
        try {
            if (LosslessJson.read(body) instanceof JsonObject object) {
                return object;
            }
        } catch (RuntimeException | StackOverflowError e) {
            throw new InvalidJobRequestException("body", "The body is no JSON: " + e.getMessage(), e);
        }
        throw new InvalidJobRequestException("body", "The body is no JSON object.", null);
    }

    static void refuseUnknown(String prefix, JsonObject json, Set<String> known) {
        for (String name : json.keySet()) {
            if (!known.contains(name)) {
                throw new InvalidJobRequestException(
                        prefix + name,
                        "Unknown field '" + prefix + name + "'; known are "
                                + String.join(", ", new java.util.TreeSet<>(known)) + ".",
                        null);
            }
        }
    }

    static boolean given(JsonObject json, String name) {
        return json.containsKey(name) && !json.isNull(name);
    }

    static String text(JsonObject json, String name) {
        if (json.get(name) instanceof JsonString text) {
            return text.getString();
        }
        throw invalid(name, json.get(name), "a text");
    }

    private static Duration nanos(JsonObject json, String name) {
        return Duration.ofNanos(number(json, name, 0, Long.MAX_VALUE));
    }

    static long number(JsonObject json, String name, long min, long max) {
        try {
            if (json.get(name) instanceof JsonNumber number) {
                long value = number.longValueExact();
                if (value >= min && value <= max) {
                    return value;
                }
            }
        } catch (ArithmeticException e) { // no whole number, or beyond any
            throw invalid(name, json.get(name), "a whole number");
        }
        throw invalid(name, json.get(name), "a whole number from " + min + " to " + max);
    }

    private static Instant instant(JsonObject json) {
        String text = text(json, "scheduled_at");
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw invalid("scheduled_at", json.get("scheduled_at"), "a time such as 2026-12-31T23:59:59Z");
        }
    }

    private static InvalidJobRequestException invalid(String field, @Nullable JsonValue value, String allowed) {
        String shown = String.valueOf(value);
        return new InvalidJobRequestException(
                field,
                "Field '" + field + "' is " + (shown.length() > 60 ? shown.substring(0, 60) + "…" : shown)
                        + "; it takes " + allowed + ".",
                null);
    }
}
