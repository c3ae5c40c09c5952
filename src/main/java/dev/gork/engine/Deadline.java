package dev.gork.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A point in time that several steps share: what one does not need is left for the next. */
final class Deadline {
    private static final long POLL_MILLIS = 20;

    private final long nanos;

    Deadline(Duration fromNow) {
        nanos = System.nanoTime() + fromNow.toNanos();
    }

    /** The time until then, not below zero. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    /** Waits for a condition until then; whether it has come. */
    boolean await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            if (left().isZero()) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return true;
    }
}
