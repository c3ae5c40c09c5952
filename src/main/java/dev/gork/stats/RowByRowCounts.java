package dev.gork.stats;

import dev.gork.database.BoundedQuery;
import dev.gork.database.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts on any database, a queue after the other: for one that is small, such as an embedded one. */
final class RowByRowCounts implements CountStatements {
    /** Whoever folds waits for the others who do. It is a row that is always there. */
    private static final String LOCK_COUNTS = "SELECT version FROM gork_schema WHERE version = 1 FOR UPDATE";

    private static final String LAST_CHANGE = "SELECT COALESCE(MAX(id), 0) FROM gork_count_deltas";

    private static final String CHANGES =
            "SELECT queue, status, CAST(SUM(jobs) AS bigint) FROM gork_count_deltas WHERE id <= ?1 GROUP BY queue,"
                    + " status";

    private static final String ADD = "UPDATE gork_counts SET jobs = jobs + ?3 WHERE queue = ?1 AND status = ?2";

    private static final String INSERT = "INSERT INTO gork_counts (queue, status, jobs) VALUES (?1, ?2, ?3)";

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
    public int fold(Sql sql) {
        sql.query(LOCK_COUNTS).getResultList();
        Object last = sql.query(LAST_CHANGE).getSingleResult();
        for (Object each : sql.query(CHANGES).setParameter(1, last).getResultList()) {
            Object[] change = (Object[]) each;
            if (write(sql, ADD, change) == 0) {
                write(sql, INSERT, change);
            }
        }
        return sql.query(FORGET_CHANGES).setParameter(1, last).executeUpdate();
    }

    private static int write(Sql sql, String text, Object[] change) {
        return sql.query(text)
                .setParameter(1, change[0])
                .setParameter(2, change[1])
                .setParameter(3, change[2])
                .executeUpdate();
    }

    @Override
    public List<?> scheduledQueues(Sql sql, int limit) {
        return BoundedQuery.rows(sql.query(SCHEDULED_QUEUES).setParameter(1, limit));
    }

    @Override
    public List<?> depths(Sql sql, Collection<String> queues, int due, int scheduled) {
        List<Object> depths = new ArrayList<>();
        for (String queue : queues) {
            depths.addAll(BoundedQuery.rows(
                    sql.query(DEPTH).setParameter(1, queue).setParameter(2, due).setParameter(3, scheduled)));
        }
        return depths;
    }

    /** However long it takes. */
    @Override
    public Optional<List<?>> depths(
            Sql sql, @Nullable Collection<String> queues, int maxQueues, int due, int scheduled) {
        Collection<String> names = queues != null
                ? queues
                : scheduledQueues(sql, maxQueues).stream()
                        .map(String.class::cast)
                        .toList();
        return Optional.of(depths(sql, names, due, scheduled));
    }
}
