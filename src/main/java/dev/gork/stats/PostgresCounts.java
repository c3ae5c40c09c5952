package dev.gork.stats;

import dev.gork.database.BoundedQuery;
import dev.gork.database.Dialect;
import dev.gork.database.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** PostgreSQL: how many jobs there are, by probes of indexes. */
final class PostgresCounts implements CountStatements {
    /**
     * One statement: a reader sees each change either here or there. Changes that another node is folding are skipped, and
     * the counts are written in the same order by all.
     */
    private static final String FOLD = """
            WITH taken AS (
                DELETE FROM gork_count_deltas
                WHERE id IN (SELECT id FROM gork_count_deltas ORDER BY id LIMIT 10000 FOR UPDATE SKIP LOCKED)
                RETURNING queue, status, jobs
            ), folded AS (
                INSERT INTO gork_counts AS counts (queue, status, jobs)
                SELECT queue, status, SUM(jobs) FROM taken GROUP BY queue, status ORDER BY queue, status
                ON CONFLICT (queue, status) DO UPDATE SET jobs = counts.jobs + EXCLUDED.jobs
            )
            SELECT COUNT(*) FROM taken""";

    /** From one queue of jobs_claim to the next, one probe each, however many jobs each has. */
    private static final String SCHEDULED_QUEUES = """
            WITH RECURSIVE queue (name) AS (
                (SELECT queue FROM ONLY jobs WHERE status = 'scheduled' ORDER BY queue LIMIT 1)
                UNION ALL
                SELECT (SELECT queue FROM ONLY jobs WHERE status = 'scheduled' AND queue > queue.name ORDER BY queue LIMIT 1)
                FROM queue WHERE queue.name IS NOT NULL
            )
            SELECT name FROM queue WHERE name IS NOT NULL LIMIT %s""";

    /** From one priority to the next, as the claim does, so that future jobs at a high one are not read. */
    private static final String DEPTHS = """
            SELECT queue.name, due.jobs, due.oldest, now(), scheduled.jobs
            FROM unnest(%1$s) AS queue (name)
            CROSS JOIN LATERAL (
                SELECT COUNT(*) AS jobs, MIN(job.scheduled_at) AS oldest FROM (
                    WITH RECURSIVE level (priority) AS (
                        (SELECT priority FROM ONLY jobs WHERE status = 'scheduled' AND queue = queue.name
                         ORDER BY priority DESC LIMIT 1)
                        UNION ALL
                        SELECT (SELECT priority FROM ONLY jobs WHERE status = 'scheduled' AND queue = queue.name
                                AND priority < level.priority ORDER BY priority DESC LIMIT 1)
                        FROM level WHERE level.priority IS NOT NULL
                    )
                    SELECT row.scheduled_at FROM level CROSS JOIN LATERAL (
                        SELECT scheduled_at FROM ONLY jobs
                        WHERE status = 'scheduled' AND queue = queue.name AND priority = level.priority
                          AND scheduled_at <= now()
                        ORDER BY scheduled_at LIMIT %2$s) AS row
                    LIMIT %2$s) AS job) AS due
            CROSS JOIN LATERAL (
                SELECT COUNT(*) AS jobs FROM (
                    SELECT 1 FROM ONLY jobs WHERE status = 'scheduled' AND queue = queue.name LIMIT %3$s) AS job) AS scheduled""";

    private final Dialect dialect;

    PostgresCounts(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public int fold(Sql sql) {
        return ((Number) sql.query(FOLD).getSingleResult()).intValue();
    }

    @Override
    public List<?> scheduledQueues(Sql sql, int limit) {
        return BoundedQuery.rows(sql.query(SCHEDULED_QUEUES.formatted("?1")).setParameter(1, limit));
    }

    @Override
    public List<?> depths(Sql sql, Collection<String> queues, int due, int scheduled) {
        return BoundedQuery.rows(sql.query(DEPTHS.formatted("CAST(?1 AS varchar[])", "?2", "?3"))
                .setParameter(1, queues.toArray(String[]::new))
                .setParameter(2, due)
                .setParameter(3, scheduled));
    }

    @Override
    public Optional<List<?>> depths(
            Sql sql, @Nullable Collection<String> queues, int maxQueues, int due, int scheduled) {
        String text = DEPTHS.formatted(
                "COALESCE(CAST(? AS varchar[]), ARRAY(" + SCHEDULED_QUEUES.formatted(maxQueues) + "))", due, scheduled);
        List<@Nullable Object> values = new ArrayList<>();
        values.add(queues == null ? null : queues.toArray(String[]::new));
        return dialect.within(BoundedQuery.BUDGET, sql, text, values).map(rows -> rows);
    }
}
