package dev.gork.stats;

import dev.gork.JobAttempt;
import dev.gork.claims.ClaimedJob;
import dev.gork.claims.Outcome;
import org.jspecify.annotations.Nullable;

/** What became of a queue's attempts on this node within a span of time. */
public final class AttemptStats {
    final Histogram waits = new Histogram();
    final Histogram runs = new Histogram();
    long completed;
    long retried;
    long failed;

    @Nullable
    String lastError;

    void claimed(ClaimedJob job) {
        waits.add(job.waited());
    }

    void finished(Outcome outcome) {
        JobAttempt.Outcome attempt = outcome.attempt();
        if (attempt == null) {
            return; // claimed, and never begun
        }
        switch (attempt) {
            case COMPLETED -> completed++;
            case RETRIED -> retried++;
            case FAILED -> failed++;
            default -> {
                return; // released: no one ran it to an end
            }
        }
        if (outcome.ran() != null) {
            runs.add(outcome.ran());
        }
        if (outcome.error() != null) {
            lastError = outcome.error();
        }
    }

    /** Adds what was counted before. */
    void addEarlier(AttemptStats earlier) {
        waits.add(earlier.waits);
        runs.add(earlier.runs);
        completed += earlier.completed;
        retried += earlier.retried;
        failed += earlier.failed;
        lastError = lastError == null ? earlier.lastError : lastError;
    }
}
