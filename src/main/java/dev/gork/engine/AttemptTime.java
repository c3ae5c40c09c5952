package dev.gork.engine;

import java.time.Duration;

/** The time that an attempt has taken, and may take. */
final class AttemptTime {
    private final Duration timeout;
    private long startedNanos = System.nanoTime();

    AttemptTime(Duration timeout) {
        this.timeout = timeout;
    }

    /** Starts it anew: what came before was not the handler's. */
    void start() {
        startedNanos = System.nanoTime();
    }

    /** How long it has run. */
    Duration ran() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /** How long it may run. */
    Duration timeout() {
        return timeout;
    }

    /** How long it may still run; negative once it is over its timeout. */
    Duration left() {
        return timeout.minus(ran());
    }

    boolean isOver() {
        return System.nanoTime() - startedNanos > timeout.toNanos();
    }
}
