package dev.gork.store;

import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.List;

/** PostgreSQL: how many jobs there are, by probes of indexes. */
final class PostgresCounts implements DialectCounts {
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
            SELECT name FROM queue WHERE name IS NOT NULL LIMIT ?1""";

    /** From one priority to the next, as the claim does, so that future jobs at a high one are not read. */
    private static final String DEPTHS = """
            SELECT queue.name, due.jobs, due.oldest, now(), scheduled.jobs
            FROM unnest(CAST(?1 AS varchar[])) AS queue (name)
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
                        ORDER BY scheduled_at LIMIT ?2) AS row
                    LIMIT ?2) AS job) AS due
            CROSS JOIN LATERAL (
                SELECT COUNT(*) AS jobs FROM (
                    SELECT 1 FROM jobs WHERE status = 'scheduled' AND queue = queue.name LIMIT ?3) AS job) AS scheduled""";

    @Override
    public int fold(EntityManager em) {
        return ((Number) em.createNativeQuery(FOLD).getSingleResult()).intValue();
    }

    @Override
    public List<?> scheduledQueues(EntityManager em, int limit) {
        return Queries.rows(em.createNativeQuery(SCHEDULED_QUEUES).setParameter(1, limit));
    }

    @Override
    public List<?> depths(EntityManager em, Collection<String> queues, int due, int scheduled) {
        return Queries.rows(em.createNativeQuery(DEPTHS)
                .setParameter(1, queues.toArray(String[]::new))
                .setParameter(2, due)
                .setParameter(3, scheduled));
    }
}
