package dev.gork;

import java.time.Duration;
import java.util.Objects;

/**
 * How long a failed job waits before it is tried again.
 *
 * @param kind whether the time stays or doubles
 * @param interval the time before the first retry
 * @param maxInterval the longest time between two attempts, before jitter; equal to {@code interval} when fixed
 */
public record Backoff(Kind kind, Duration interval, Duration maxInterval) {

    /** Whether the time between attempts stays or doubles. */
    public enum Kind {
        /** Always the same time, without jitter. */
        FIXED,
        /** Doubles from retry to retry, with 10 % of jitter either way so that jobs do not return in step. */
        EXPONENTIAL
    }

    /** Enough for a nanosecond to become a year, and few enough for a double to stay finite. */
    private static final int MAX_DOUBLINGS = 60;

    private static final double JITTER = 0.1;

    /** Checks that nothing is missing; ranges are checked where a job or a queue takes it. */
    public Backoff {
        Objects.requireNonNull(kind, "kind must not be null");
        Objects.requireNonNull(interval, "interval must not be null");
        Objects.requireNonNull(maxInterval, "maxInterval must not be null");
    }

    /** The same time before every retry. */
    public static Backoff fixed(Duration interval) {
        return new Backoff(Kind.FIXED, interval, interval);
    }

    /** A time that doubles from {@code interval} up to {@code maxInterval}, with jitter. */
    public static Backoff exponential(Duration interval, Duration maxInterval) {
        return new Backoff(Kind.EXPONENTIAL, interval, maxInterval);
    }

    /**
     * The time before a retry.
     *
     * @param retry which retry it is, from 0
     * @param chance a number from 0 (inclusive) to 1 (exclusive) that decides the jitter
     */
    public Duration delay(int retry, double chance) {
        if (kind == Kind.FIXED) {
            return interval;
        }
        double doubled = interval.toNanos() * Math.pow(2, Math.min(Math.max(retry, 0), MAX_DOUBLINGS));
        double capped = Math.min(doubled, maxInterval.toNanos());
        return Duration.ofNanos((long) (capped * (1 - JITTER + 2 * JITTER * chance)));
    }
}
