package dev.gork.maintenance;

import dev.gork.store.CountStore;
import dev.gork.store.HistoryStore;
import dev.gork.store.Tally;
import dev.gork.store.Tally.CountKey;
import dev.gork.store.Throughput;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;

/**
 * Writes down what this node did: what changed the counts, each time, and what became of attempts, a span at a time. A
 * node that did nothing writes nothing.
 */
@ApplicationScoped
class Bookkeeper {
    /** Each second's changes are a row for each queue and status; of fewer a reader need add up. */
    private static final Duration FOLD_INTERVAL = Duration.ofSeconds(10);

    @Inject
    Tally tally;

    @Inject
    CountStore counts;

    @Inject
    HistoryStore history;

    private long lastSpan = System.nanoTime();
    private long lastFold = System.nanoTime();
    private boolean appended;

    /** Writes what there is. */
    void runOnce() {
        appendCounts();
        if (passed(lastSpan, HistoryStore.SPAN)) {
            lastSpan = System.nanoTime();
            appendHistory();
        }
        if (appended && passed(lastFold, FOLD_INTERVAL)) {
            lastFold = System.nanoTime();
            counts.fold();
            appended = false;
        }
    }

    /** Writes what there is, for there will be no other time. */
    void runLast() {
        appendCounts();
        appendHistory();
    }

    private void appendCounts() {
        Map<CountKey, Long> changes = tally.takeCounts();
        if (changes.isEmpty()) {
            return;
        }
        try {
            counts.append(changes);
            appended = true;
        } catch (RuntimeException e) {
            tally.putBack(changes);
            throw e;
        }
    }

    private void appendHistory() {
        Map<String, Throughput> throughput = tally.takeThroughput();
        try {
            history.append(throughput);
        } catch (RuntimeException e) {
            tally.putBackThroughput(throughput);
            throw e;
        }
    }

    private static boolean passed(long since, Duration time) {
        return System.nanoTime() - since >= time.toNanos();
    }
}
