package dev.gork.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** PostgreSQL: how many jobs there are, by probes of indexes. */
final class PostgresCounts implements DialectCounts {
    /** SQLSTATE query_canceled. */
    private static final String TIMED_OUT = "57014";

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
                (SELECT queue FROM jobs WHERE status = 'scheduled' ORDER BY queue LIMIT 1)
                UNION ALL
                SELECT (SELECT queue FROM jobs WHERE status = 'scheduled' AND queue > queue.name ORDER BY queue LIMIT 1)
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
                        (SELECT priority FROM jobs WHERE status = 'scheduled' AND queue = queue.name
                         ORDER BY priority DESC LIMIT 1)
                        UNION ALL
                        SELECT (SELECT priority FROM jobs WHERE status = 'scheduled' AND queue = queue.name
                                AND priority < level.priority ORDER BY priority DESC LIMIT 1)
                        FROM level WHERE level.priority IS NOT NULL
                    )
                    SELECT row.scheduled_at FROM level CROSS JOIN LATERAL (
                        SELECT scheduled_at FROM jobs
                        WHERE status = 'scheduled' AND queue = queue.name AND priority = level.priority
                          AND scheduled_at <= now()
                        ORDER BY scheduled_at LIMIT %2$s) AS row
                    LIMIT %2$s) AS job) AS due
            CROSS JOIN LATERAL (
                SELECT COUNT(*) AS jobs FROM (
                    SELECT 1 FROM jobs WHERE status = 'scheduled' AND queue = queue.name LIMIT %3$s) AS job) AS scheduled""";

    @Override
    public int fold(EntityManager em) {
        return ((Number) em.createNativeQuery(FOLD).getSingleResult()).intValue();
    }

    @Override
    public List<?> scheduledQueues(EntityManager em, int limit) {
        return Queries.rows(
                em.createNativeQuery(SCHEDULED_QUEUES.formatted("?1")).setParameter(1, limit));
    }

    @Override
    public List<?> depths(EntityManager em, Collection<String> queues, int due, int scheduled) {
        return Queries.rows(em.createNativeQuery(DEPTHS.formatted("CAST(?1 AS varchar[])", "?2", "?3"))
                .setParameter(1, queues.toArray(String[]::new))
                .setParameter(2, due)
                .setParameter(3, scheduled));
    }

    /**
     * By JDBC, for JPA would mark the transaction, which is the reader's, and log the whole statement: that it takes too
     * long is nothing out of the ordinary. While a queue is drained, jobs_claim begins with the entries of rows that are
     * done, each of which a reader has to look up once; what it got through stays marked, so that it comes further the
     * next time.
     */
    @Override
    public Optional<List<?>> depths(
            EntityManager em,
            @Nullable Collection<String> queues,
            int maxQueues,
            int due,
            int scheduled,
            Duration budget) {
        Connection connection = em.unwrap(Connection.class);
        String sql = DEPTHS.formatted(
                "COALESCE(CAST(? AS varchar[]), ARRAY(" + SCHEDULED_QUEUES.formatted(maxQueues) + "))", due, scheduled);
        try (Statement control = connection.createStatement();
                PreparedStatement depths = connection.prepareStatement(sql)) {
            control.execute("SAVEPOINT gork_depths; SET LOCAL statement_timeout = " + budget.toMillis());
            try {
                depths.setArray(1, queues == null ? null : connection.createArrayOf("varchar", queues.toArray()));
                return Optional.of(rows(depths.executeQuery()));
            } catch (SQLException e) {
                if (TIMED_OUT.equals(e.getSQLState())) {
                    return Optional.empty();
                }
                throw e;
            } finally {
                // With it goes the timeout.
                control.execute("ROLLBACK TO SAVEPOINT gork_depths; RELEASE SAVEPOINT gork_depths");
            }
        } catch (SQLException e) {
            throw new PersistenceException("What waits in the queues cannot be found out", e);
        }
    }

    private static List<Object[]> rows(ResultSet result) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        while (result.next()) {
            Object[] row = new Object[result.getMetaData().getColumnCount()];
            for (int i = 0; i < row.length; i++) {
                row[i] = result.getObject(i + 1);
            }
            rows.add(row);
        }
        return rows;
    }
}
