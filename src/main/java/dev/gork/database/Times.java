package dev.gork.database;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Times as databases give and take them: each driver has a class of its own for them, and some have no end. */
public final class Times {
    /** The times that PostgreSQL's driver gives for those without an end, in milliseconds. */
    private static final long ALWAYS_BEFORE = -9_223_372_036_832_400_000L;

    private static final long ALWAYS_AFTER = 9_223_372_036_825_200_000L;

    /** What every database stores, and reads as text. */
    private static final Instant FIRST_TIME = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LAST_TIME = Instant.parse("9999-12-31T00:00:00Z");

    private static final Duration LONGEST = Duration.ofDays(36_525);

    private Times() {}

    /** The instant that a value of the database means; null for null. */
    public static @Nullable Instant toInstantOrNull(@Nullable Object value) {
        return value == null ? null : toInstant(value);
    }

    /** PostgreSQL's -infinity and infinity become the first and the last instant that there are. */
    public static Instant toInstant(@Nullable Object value) {
        if (value instanceof Timestamp timestamp) {
            return timestamp.getTime() == ALWAYS_BEFORE
                    ? Instant.MIN
                    : timestamp.getTime() == ALWAYS_AFTER ? Instant.MAX : timestamp.toInstant();
        }
        if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        throw new IllegalStateException("No time: " + value);
    }

    /** How long one time is before another; from the beginning of all times, a century, which no unit of time overflows. */
    public static Duration between(Instant from, Instant to) {
        Duration time = Duration.between(from, to);
        return time.compareTo(LONGEST) > 0 ? LONGEST : time.isNegative() ? Duration.ZERO : time;
    }

    /** A time as text that every database reads: the nearest that all of them know. */
    public static String storable(Instant time) {
        Instant early = time.isBefore(FIRST_TIME) ? FIRST_TIME : time;
        return (early.isAfter(LAST_TIME) ? LAST_TIME : early).toString();
    }
}
