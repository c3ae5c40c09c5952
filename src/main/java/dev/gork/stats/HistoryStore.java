package dev.gork.stats;

import dev.gork.database.Database;
import dev.gork.database.Sql;
import dev.gork.database.Times;
import dev.gork.payload.Texts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the history of attempts: ten seconds at a time, which are rolled up into longer spans as they get older, over
 * all nodes. So a week of twenty queues is a few thousand rows, and quickly read.
 */
@ApplicationScoped
@Transactional
public class HistoryStore {
    /** What a node writes together. */
    public static final Duration SPAN = Duration.ofSeconds(10);

    private static final int MAX_ERROR_LENGTH = 500;

    /** Of the span before the one in which it is written, on the database's clock, as nodes have none in common. */
    private static final String APPEND = """
            INSERT INTO gork_history (at, seconds, queue, completed, retried, failed, waits, runs, last_error, last_error_at)
            VALUES (CAST(?1 AS timestamp with time zone), ?2, ?3, ?4, ?5, ?6, CAST(?7 AS %1$s), CAST(?8 AS %1$s), ?9,
                    CASE WHEN CAST(?9 AS varchar) IS NOT NULL THEN CURRENT_TIMESTAMP END)""";

    private static final String ROLL_UP = """
            INSERT INTO gork_history (at, seconds, queue, completed, retried, failed, waits, runs, last_error, last_error_at)
            SELECT CAST(TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00' + step * ?2 * INTERVAL '1' SECOND
                        AS timestamp with time zone),
                   ?2, queue, SUM(completed), SUM(retried), SUM(failed), CAST(ARRAY[%s] AS %%1$s), CAST(ARRAY[%s] AS %%1$s),
                   (ARRAY_AGG(last_error ORDER BY last_error_at DESC NULLS LAST))[1], MAX(last_error_at)
            FROM (SELECT FLOOR(EXTRACT(EPOCH FROM at) / ?2) AS step, history.* FROM gork_history AS history
                  WHERE seconds = ?1 AND at < CAST(?3 AS timestamp with time zone)) AS old
            GROUP BY step, queue""".formatted(sums("waits"), sums("runs"));

    private static final String FORGET_ROLLED_UP =
            "DELETE FROM gork_history WHERE seconds = ?1 AND at < CAST(?2 AS timestamp with time zone)";

    private static final String PRUNE = """
            DELETE FROM gork_history
            WHERE at < %s""";

    @Inject
    Sql sql;

    @Inject
    Database database;

    /** Appends what became of attempts within the last span, by queue. */
    public void append(Map<String, AttemptStats> throughput) {
        if (throughput.isEmpty()) {
            return;
        }
        String text = APPEND.formatted(database.dialect().numbers());
        String at = floor(now().minus(SPAN), SPAN).toString();
        throughput.forEach((queue, each) -> sql.query(text)
                .setParameter(1, at)
                .setParameter(2, SPAN.toSeconds())
                .setParameter(3, queue)
                .setParameter(4, each.completed)
                .setParameter(5, each.retried)
                .setParameter(6, each.failed)
                .setParameter(7, each.waits.toArray())
                .setParameter(8, each.runs.toArray())
                .setParameter(9, firstLine(each.lastError))
                .executeUpdate());
    }

    /**
     * Makes spans of one length into longer ones. Two statements and not one, as nothing is ever added to what is older
     * than a span.
     *
     * @param age how old spans are when they are rolled up
     * @return how many spans there were
     */
    public int rollUp(Duration from, Duration to, Duration age) {
        database.open();
        String end = floor(now().minus(age), to).toString();
        sql.query(ROLL_UP.formatted(database.dialect().numbers()))
                .setParameter(1, from.toSeconds())
                .setParameter(2, to.toSeconds())
                .setParameter(3, end)
                .executeUpdate();
        return sql.query(FORGET_ROLLED_UP)
                .setParameter(1, from.toSeconds())
                .setParameter(2, end)
                .executeUpdate();
    }

    /** Forgets what is older than this; how many spans. */
    public int prune(Duration age) {
        database.open();
        return sql.query(PRUNE.formatted(database.dialect().secondsAgo("?1")))
                .setParameter(1, age.toMillis() / 1000.0)
                .executeUpdate();
    }

    private Instant now() {
        return Times.toInstant(sql.query("SELECT CURRENT_TIMESTAMP").getSingleResult());
    }

    static Instant floor(Instant time, Duration step) {
        long seconds = time.getEpochSecond();
        return Instant.ofEpochSecond(seconds - Math.floorMod(seconds, step.toSeconds()));
    }

    /** The sum of each bucket of a histogram. */
    static String sums(String column) {
        return IntStream.rangeClosed(1, Histogram.BUCKETS)
                .mapToObj(i -> "LEAST(SUM(%s[%s]), 2147483647)".formatted(column, i))
                .collect(Collectors.joining(", "));
    }

    private static @Nullable String firstLine(@Nullable String error) {
        return error == null ? null : Texts.storable(error.lines().findFirst().orElse(""), MAX_ERROR_LENGTH);
    }
}
