package dev.gork.bench.app;

import java.time.Instant;

/** Times that processes on one machine can compare. */
final class Clocks {
    private Clocks() {}

    static long epochNanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000 + instant.getNano();
    }
}
