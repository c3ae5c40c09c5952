package dev.gork.stats;

import dev.gork.QueueHistory;
import dev.gork.database.BoundedQuery;
import dev.gork.database.Database;
import dev.gork.database.Sql;
import dev.gork.database.Times;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the history of attempts. The database sums histograms bucket by bucket; percentiles are computed from the sums, not
 * averaged.
 */
@ApplicationScoped
@Transactional
public class HistoryQueries {
    static final QueueStats.Recent NOTHING =
            new QueueStats.Recent(0, 0, 0, 0, 0, null, null, Collections.nCopies(30, 0.0));

    private static final Duration SHORT = Duration.ofMinutes(5);
    private static final int SHORT_STEPS = (int) SHORT.dividedBy(HistoryStore.SPAN);

    /** As many of the last steps make a rate: one alone jumps, as nodes do not write in step. */
    private static final int RATE_STEPS = 3;

    private static final String POINTS = """
            SELECT step, SUM(completed), SUM(retried), SUM(failed), %s, %s
            FROM (SELECT CAST(FLOOR(EXTRACT(EPOCH FROM at) / ?1) AS bigint) AS step, history.* FROM gork_history AS history
                  WHERE at >= CAST(?2 AS timestamp with time zone) AND at < CAST(?3 AS timestamp with time zone) %%s) AS spans
            GROUP BY step""".formatted(HistoryStore.sums("waits"), HistoryStore.sums("runs"));

    private static final String HISTOGRAMS = """
            SELECT queue, %s, %s FROM gork_history
            WHERE at >= CAST(?1 AS timestamp with time zone) GROUP BY queue""".formatted(HistoryStore.sums("waits"), HistoryStore.sums("runs"));

    private static final String STEPS = """
            SELECT queue, step, SUM(ended) FROM (
                SELECT queue, CAST(FLOOR(EXTRACT(EPOCH FROM at) / ?1) AS bigint) AS step, completed + retried + failed AS ended
                FROM gork_history WHERE at >= CAST(?2 AS timestamp with time zone)) AS spans
            GROUP BY queue, step""";

    private static final String HOUR = """
            SELECT queue, SUM(failed), SUM(retried) FROM gork_history
            WHERE at >= CAST(?1 AS timestamp with time zone) GROUP BY queue""";

    private static final String ERRORS = """
            SELECT queue, last_error, last_error_at FROM (
                SELECT queue, last_error, last_error_at,
                       ROW_NUMBER() OVER (PARTITION BY queue ORDER BY last_error_at DESC) AS place
                FROM gork_history WHERE at >= CAST(?1 AS timestamp with time zone) AND last_error IS NOT NULL) AS errors
            WHERE place = 1""";

    /** Nodes write every ten seconds, and people who watch ask every second. */
    private static final Duration FRESH = HistoryStore.SPAN.dividedBy(2);

    private record Lately(Map<String, QueueStats.Recent> byQueue, long readAt) {}

    private volatile @Nullable Lately lately;

    @Inject
    Sql sql;

    @Inject
    Database database;

    /** What became of attempts over a time, of one queue or, for null, of all. */
    public QueueHistory history(@Nullable String queue, QueueHistory.Range range) {
        database.open();
        Duration step = range.step();
        Instant to = HistoryStore.floor(now(), step).plus(step);
        Instant from = to.minus(range.length());
        Query query = sql.query(POINTS.formatted(queue == null ? "" : "AND queue = ?4"))
                .setParameter(1, step.toSeconds())
                .setParameter(2, from.toString())
                .setParameter(3, to.toString());
        if (queue != null) {
            query.setParameter(4, queue);
        }
        Map<Instant, Object[]> sums = new HashMap<>();
        for (Object each : BoundedQuery.rows(query)) {
            Object[] row = (Object[]) each;
            sums.put(Instant.ofEpochSecond(number(row[0]) * step.toSeconds()), row);
        }
        List<QueueHistory.Point> points = new ArrayList<>();
        for (Instant at = from; at.isBefore(to); at = at.plus(step)) {
            points.add(point(at, sums.get(at)));
        }
        return new QueueHistory(step, from, to, points);
    }

    private static QueueHistory.Point point(Instant at, Object @Nullable [] sums) {
        return sums == null
                ? new QueueHistory.Point(at, 0, 0, 0, 0, 0)
                : new QueueHistory.Point(
                        at,
                        number(sums[1]),
                        number(sums[2]),
                        number(sums[3]),
                        histogram(sums, 4).p95(),
                        histogram(sums, 4 + Histogram.BUCKETS).p95());
    }

    /** What became of each queue's attempts lately; queues without any are missing. Up to a few seconds old. */
    Map<String, QueueStats.Recent> recent() {
        Lately known = lately;
        if (known == null || System.nanoTime() - known.readAt() >= FRESH.toNanos()) {
            known = new Lately(readRecent(), System.nanoTime());
            lately = known;
        }
        return known.byQueue();
    }

    private Map<String, QueueStats.Recent> readRecent() {
        Instant now = now();
        Map<String, Object[]> histograms = byQueue(rowsSince(HISTOGRAMS, now.minus(SHORT)));
        Map<String, Object[]> hour = byQueue(rowsSince(HOUR, now.minus(Duration.ofHours(1))));
        Map<String, Object[]> errors = byQueue(rowsSince(ERRORS, now.minus(Duration.ofDays(1))));
        Map<String, List<Double>> rates = rates(now);
        Set<String> queues = new HashSet<>(histograms.keySet());
        queues.addAll(hour.keySet());
        queues.addAll(errors.keySet());
        Map<String, QueueStats.Recent> recent = new TreeMap<>();
        for (String queue : queues) {
            Object[] histogram = histograms.get(queue);
            Object[] failures = hour.get(queue);
            Object[] error = errors.get(queue);
            List<Double> history = rates.getOrDefault(queue, NOTHING.history());
            recent.put(
                    queue,
                    new QueueStats.Recent(
                            history.subList(SHORT_STEPS - RATE_STEPS, SHORT_STEPS).stream()
                                            .mapToDouble(Double::doubleValue)
                                            .sum()
                                    / RATE_STEPS,
                            histogram == null ? 0 : histogram(histogram, 1).p95(),
                            histogram == null
                                    ? 0
                                    : histogram(histogram, 1 + Histogram.BUCKETS)
                                            .p95(),
                            failures == null ? 0 : number(failures[1]),
                            failures == null ? 0 : number(failures[2]),
                            error == null ? null : (String) error[1],
                            error == null ? null : Times.toInstant(error[2]),
                            history));
        }
        return recent;
    }

    /** Of the five minutes up to the last step that all nodes have written. */
    private Map<String, List<Double>> rates(Instant now) {
        long seconds = HistoryStore.SPAN.toSeconds();
        long end = Math.floorDiv(now.getEpochSecond(), seconds) - 1;
        Map<String, List<Double>> rates = new HashMap<>();
        Query query = sql.query(STEPS)
                .setParameter(1, seconds)
                .setParameter(
                        2,
                        now.minus(SHORT)
                                .minus(HistoryStore.SPAN.multipliedBy(2))
                                .toString());
        for (Object each : BoundedQuery.rows(query)) {
            Object[] row = (Object[]) each;
            int step = (int) (number(row[1]) - end + SHORT_STEPS);
            if (step >= 0 && step < SHORT_STEPS) {
                rates.computeIfAbsent((String) row[0], queue -> new ArrayList<>(NOTHING.history()))
                        .set(step, number(row[2]) / (double) seconds);
            }
        }
        return rates;
    }

    private List<?> rowsSince(String text, Instant since) {
        return BoundedQuery.rows(sql.query(text).setParameter(1, since.toString()));
    }

    private Instant now() {
        return Times.toInstant(sql.query("SELECT CURRENT_TIMESTAMP").getSingleResult());
    }

    private static Map<String, Object[]> byQueue(List<?> rows) {
        Map<String, Object[]> byQueue = new HashMap<>();
        for (Object row : rows) {
            byQueue.put((String) ((Object[]) row)[0], (Object[]) row);
        }
        return byQueue;
    }

    private static Histogram histogram(Object[] row, int first) {
        long[] counts = new long[Histogram.BUCKETS];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = number(row[first + i]);
        }
        return new Histogram(counts);
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }
}
