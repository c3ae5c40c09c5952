package dev.gork.chaos;

import java.time.Instant;

/**
 * One claim of a job, as the database wrote it down.
 *
 * @param node who claimed
 * @param began when
 * @param ended when the claim ended; {@link Instant#MAX} if it has not
 * @param end how it ended
 */
record ClaimSpan(String node, Instant began, Instant ended, End end) {
    /** What became of it. */
    enum End {
        COMPLETED,
        FAILED,
        RETRIED,
        RELEASED,
        RESCUED,
        OPEN
    }

    /** Tells whether its handler wrote this line. */
    boolean wrote(Ledger.Line line) {
        return node.equals(line.node())
                && !line.at().isBefore(began)
                && !line.at().isAfter(ended);
    }
}
