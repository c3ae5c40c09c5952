package dev.gork.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of a queue's attempts on this node within a span of time. */
public final class Throughput {
    final Spread waits = new Spread();
    final Spread runs = new Spread();
    long completed;
    long retried;
    long failed;

    @Nullable
    String lastError;

    void claimed(ClaimedJob job) {
        waits.add(Duration.between(job.scheduledAt(), job.claimedAt()));
    }

    void finished(Outcome outcome) {
        switch (outcome.attempt()) {
            case COMPLETED -> completed++;
            case RETRIED -> retried++;
            case FAILED -> failed++;
            default -> {
                return; // given back: no one ran it to an end
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
    void addEarlier(Throughput earlier) {
        waits.add(earlier.waits);
        runs.add(earlier.runs);
        completed += earlier.completed;
        retried += earlier.retried;
        failed += earlier.failed;
        lastError = lastError == null ? earlier.lastError : lastError;
    }
}
