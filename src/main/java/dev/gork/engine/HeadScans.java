package dev.gork.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * When a claim scans the queues from their heads, rather than from where the last one ended: each time while that is quick,
 * and for at most a tenth of the time where it is slow.
 */
final class HeadScans {
    /** A scan that takes no longer is quick enough to be made every time. */
    private static final Duration QUICK = Duration.ofMillis(5);

    /** The share of the time that scans may take, as its inverse. */
    private static final int SHARE = 10;

    /**
     * A scan may also have been slow because the process was frozen, or the database busy, which tells nothing of the next
     * one. Released jobs take their old place in the order, and must not wait for minutes.
     */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private long next = System.nanoTime();
    private boolean planned;

    boolean isDue() {
        return System.nanoTime() - next >= 0;
    }

    /** Notes that one was made. */
    void made(Duration took) {
        planned = false;
        next = System.nanoTime() + pauseAfter(took).toNanos();
    }

    /**
     * Notes that a claim went without one, so that jobs earlier in the order were not seen.
     *
     * @return in what time the next one has to be made, to see them; empty if that has been said
     */
    Optional<Duration> leftOut() {
        if (planned) {
            return Optional.empty();
        }
        planned = true;
        return Optional.of(Duration.ofNanos(next - System.nanoTime()));
    }

    static Duration pauseAfter(Duration scan) {
        if (scan.compareTo(QUICK) <= 0) {
            return Duration.ZERO;
        }
        Duration share = scan.multipliedBy(SHARE);
        return share.compareTo(LONGEST_PAUSE) < 0 ? share : LONGEST_PAUSE;
    }
}
