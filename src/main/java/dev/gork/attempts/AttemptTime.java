package dev.gork.attempts;

import java.time.Duration;

/** The time that an attempt has taken, and may take. */
public final class AttemptTime {
    private final Duration timeout;
    private long startedNanos = System.nanoTime();

    /** Starts it, with how long it may run. */
    public AttemptTime(Duration timeout) {
        this.timeout = timeout;
    }

    /** Starts it anew: what came before was not the handler's. */
    public void start() {
        startedNanos = System.nanoTime();
    }

    /** How long it has run. */
    Duration ran() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /** How long it may run. */
    public Duration timeout() {
        return timeout;
    }

    /** How long it may still run; negative once it is over its timeout. */
    public Duration left() {
        return timeout.minus(ran());
    }

    /** Whether it has run for longer than it may. */
    public boolean isOver() {
        return System.nanoTime() - startedNanos > timeout.toNanos();
    }
}
