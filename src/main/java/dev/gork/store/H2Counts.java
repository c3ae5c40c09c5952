package dev.gork.store;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** H2: how many jobs there are. An embedded database is small. */
final class H2Counts implements DialectCounts {
    /** Whoever folds waits for the others who do. */
    private static final String LOCK_COUNTS = "SELECT name FROM gork_chores WHERE name = 'counts' FOR UPDATE";

    private static final String LAST_CHANGE = "SELECT COALESCE(MAX(id), 0) FROM gork_count_deltas";

    private static final String FOLD = """
            MERGE INTO gork_counts AS counts
            USING (SELECT queue, status, SUM(jobs) AS jobs FROM gork_count_deltas WHERE id <= ?1
                   GROUP BY queue, status) AS change
            ON counts.queue = change.queue AND counts.status = change.status
            WHEN MATCHED THEN UPDATE SET jobs = counts.jobs + change.jobs
            WHEN NOT MATCHED THEN INSERT (queue, status, jobs) VALUES (change.queue, change.status, change.jobs)""";

    private static final String FORGET_CHANGES = "DELETE FROM gork_count_deltas WHERE id <= ?1";

    private static final String SCHEDULED_QUEUES =
            "SELECT DISTINCT queue FROM jobs WHERE status = 'scheduled' FETCH FIRST ?1 ROWS ONLY";

    private static final String DEPTH = """
            SELECT CAST(?1 AS varchar), COUNT(*), MIN(due.scheduled_at), CURRENT_TIMESTAMP,
                   (SELECT COUNT(*) FROM (SELECT 1 FROM jobs WHERE status = 'scheduled' AND queue = ?1
                                          FETCH FIRST ?3 ROWS ONLY) AS scheduled)
            FROM (SELECT scheduled_at FROM jobs
                  WHERE status = 'scheduled' AND queue = ?1 AND scheduled_at <= CURRENT_TIMESTAMP
                  ORDER BY priority DESC, scheduled_at
                  FETCH FIRST ?2 ROWS ONLY) AS due""";

    @Override
    public int fold(EntityManager em) {
        em.createNativeQuery(LOCK_COUNTS).getResultList();
        Object last = em.createNativeQuery(LAST_CHANGE).getSingleResult();
        em.createNativeQuery(FOLD).setParameter(1, last).executeUpdate();
        return em.createNativeQuery(FORGET_CHANGES).setParameter(1, last).executeUpdate();
    }

    @Override
    public List<?> scheduledQueues(EntityManager em, int limit) {
        return Queries.rows(em.createNativeQuery(SCHEDULED_QUEUES).setParameter(1, limit));
    }

    @Override
    public List<?> depths(EntityManager em, Collection<String> queues, int due, int scheduled) {
        List<Object> depths = new ArrayList<>();
        for (String queue : queues) {
            depths.addAll(Queries.rows(em.createNativeQuery(DEPTH)
                    .setParameter(1, queue)
                    .setParameter(2, due)
                    .setParameter(3, scheduled)));
        }
        return depths;
    }

    /** However long it takes: H2 has a limit for a whole connection alone, which would outlive the transaction. */
    @Override
    public Optional<List<?>> depths(
            EntityManager em,
            @Nullable Collection<String> queues,
            int maxQueues,
            int due,
            int scheduled,
            Duration budget) {
        Collection<String> names = queues != null
                ? queues
                : scheduledQueues(em, maxQueues).stream()
                        .map(String.class::cast)
                        .toList();
        return Optional.of(depths(em, names, due, scheduled));
    }
}
