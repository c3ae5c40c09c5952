package dev.gork.stats;

import dev.gork.chores.Chore;
import dev.gork.concurrent.Threads;
import dev.gork.log.SafeLog;
import dev.gork.stats.StatsBuffer.CountKey;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Writes down what this node did: what changed the counts, each time, and what became of attempts, a span at a time. A
 * node that did nothing writes nothing.
 */
@ApplicationScoped
class StatsFlusher implements Chore {
    private static final Logger LOG = SafeLog.of(StatsFlusher.class);

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final Duration TIMEOUT = Duration.ofMillis(300);

    /** Each second's changes are a row for each queue and status; of fewer a reader need add up. */
    private static final Duration FOLD_INTERVAL = Duration.ofSeconds(10);

    @Inject
    StatsBuffer buffer;

    @Inject
    CountStore counts;

    @Inject
    HistoryStore history;

    @Inject
    Threads threads;

    private volatile boolean failing;
    private long lastSpan = System.nanoTime();
    private long lastFold = System.nanoTime();
    private boolean appended;

    @Override
    public String name() {
        return "Bookkeeping";
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public Nodes nodes() {
        return Nodes.ALL;
    }

    @Override
    public void runOnce() {
        failing = true;
        append();
        failing = false;
    }

    private void append() {
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

    /** Once its last run is over. On another thread, for the database may be away; not if it has been. */
    void stop(
            @Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) @BeforeDestroyed(ApplicationScoped.class)
                    Object application)
            throws InterruptedException {
        if (failing) {
            return;
        }
        try {
            threads.engineExecutor().submit(this::appendLast).get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(Level.DEBUG, "What this node did last is not counted until all jobs are", e);
        }
    }

    private void appendLast() {
        appendCounts();
        appendHistory();
    }

    private void appendCounts() {
        Map<CountKey, Long> changes = buffer.takeCounts();
        if (changes.isEmpty()) {
            return;
        }
        try {
            counts.append(changes);
            appended = true;
        } catch (RuntimeException e) {
            buffer.putBack(changes);
            throw e;
        }
    }

    private void appendHistory() {
        Map<String, AttemptStats> throughput = buffer.takeThroughput();
        try {
            history.append(throughput);
        } catch (RuntimeException e) {
            buffer.putBackThroughput(throughput);
            throw e;
        }
    }

    private static boolean passed(long since, Duration time) {
        return System.nanoTime() - since >= time.toNanos();
    }
}
