package dev.gork.stats;

import dev.gork.JobAttempt;
import dev.gork.claims.ClaimedJob;
import dev.gork.claims.Outcome;
import dev.gork.jobs.Transition;
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

    /** Notes the beginning or the end of an attempt. */
    void note(Transition transition) {
        if (transition instanceof ClaimedJob claimed) {
            waits.add(claimed.waited());
        } else if (transition instanceof Outcome outcome) {
            noteEnd(outcome);
        }
    }

    private void noteEnd(Outcome outcome) {
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
