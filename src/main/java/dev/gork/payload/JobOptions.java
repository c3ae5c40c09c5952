package dev.gork.payload;

import dev.gork.Backoff;
import dev.gork.config.JobLimits;
import dev.gork.config.QueueSettings;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The {@code options} of a row. What the row leaves out comes from its queue.
 *
 * <p>gork's own keys keep their meaning: {@code max_retries}, and {@code retry_interval} in nanoseconds, which alone
 * means a fixed interval. Ours add {@code "backoff": "exponential"} and {@code retry_max_interval} in nanoseconds.
 * Unknown keys are left alone.
 *
 * @param maxRetries retries after the first attempt
 * @param backoff the time before each retry
 */
public record JobOptions(int maxRetries, Backoff backoff) {

    /** The row's JSON for options that a request carries; <code>{}</code> if it leaves all to the queue. */
    public static String toJson(OptionalInt maxRetries, @Nullable Backoff backoff) {
        StringJoiner json = new StringJoiner(",", "{", "}");
        maxRetries.ifPresent(retries -> json.add("\"max_retries\":" + retries));
        if (backoff != null) {
            json.add("\"retry_interval\":" + backoff.interval().toNanos());
            if (backoff.kind() == Backoff.Kind.EXPONENTIAL) {
                json.add("\"retry_max_interval\":" + backoff.maxInterval().toNanos());
                json.add("\"backoff\":\"exponential\"");
            }
        }
        return json.toString();
    }

    /**
     * Reads a row's options.
     *
     * @throws IllegalArgumentException if a value cannot be used; the message names the key, the value and what is allowed
     */
    public static JobOptions of(JsonValue row, QueueSettings queue) {
        if (!(row instanceof JsonObject options)) {
            throw new IllegalArgumentException("options are not a JSON object");
        }
        int maxRetries = options.containsKey("max_retries")
                ? (int) number(options, "max_retries", JobLimits.MAX_RETRIES)
                : queue.maxRetries();
        return new JobOptions(maxRetries, backoff(options, queue.backoff()));
    }

    private static Backoff backoff(JsonObject options, Backoff queue) {
        boolean hasInterval = options.containsKey("retry_interval");
        Duration interval = hasInterval ? duration(options, "retry_interval") : queue.interval();
        // A bare interval is gork's, which knows no other than fixed ones.
        Backoff.Kind kind =
                options.containsKey("backoff") ? kind(options) : hasInterval ? Backoff.Kind.FIXED : queue.kind();
        if (kind == Backoff.Kind.FIXED) {
            return Backoff.fixed(interval);
        }
        Duration max = options.containsKey("retry_max_interval")
                ? duration(options, "retry_max_interval")
                : queue.maxInterval();
        return Backoff.exponential(interval, max.compareTo(interval) < 0 ? interval : max);
    }

    private static Backoff.Kind kind(JsonObject options) {
        JsonValue value = options.get("backoff");
        for (Backoff.Kind kind : Backoff.Kind.values()) {
            if (value instanceof JsonString text
                    && text.getString().equals(kind.name().toLowerCase(Locale.ROOT))) {
                return kind;
            }
        }
        throw unusable("backoff", value, "\"fixed\" or \"exponential\"");
    }

    private static Duration duration(JsonObject options, String key) {
        return Duration.ofNanos(number(options, key, JobLimits.MAX_INTERVAL.toNanos()));
    }

    private static long number(JsonObject options, String key, long max) {
        JsonValue value = options.get(key);
        if (value instanceof JsonNumber number) {
            BigDecimal decimal = number.bigDecimalValue();
            if (decimal.signum() >= 0) {
                // gork takes any number, and a very large one means for ever.
                return decimal.min(BigDecimal.valueOf(max)).longValue();
            }
        }
        throw unusable(key, value, "a number from 0");
    }

    private static IllegalArgumentException unusable(String key, @Nullable JsonValue value, String allowed) {
        return new IllegalArgumentException(
                "option " + key + " is " + Texts.storable(String.valueOf(value), 60) + "; it takes " + allowed);
    }
}
