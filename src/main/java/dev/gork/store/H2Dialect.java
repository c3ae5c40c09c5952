package dev.gork.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** H2: row by row, for in its own process a statement costs next to nothing. */
final class H2Dialect implements Dialect {

    private static final String INSERT = """
            INSERT INTO jobs (id, queue, status, arguments, options, priority, scheduled_at)
            SELECT CAST(?1 AS varchar), CAST(?2 AS varchar), 'scheduled', CAST(?3 AS varchar), CAST(?4 AS varchar),
                   CAST(?5 AS integer),
                   COALESCE(CAST(?6 AS timestamp(6) with time zone), DATEADD(MICROSECOND, ?7, CURRENT_TIMESTAMP))
            WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE id = ?1)""";

    /** SKIP LOCKED works in a plain SELECT only, not inside FINAL TABLE, so a claim is three statements. */
    private static final String LOCK_DUE = """
            SELECT id FROM jobs
            WHERE status = 'scheduled' AND queue = ?1 AND scheduled_at <= CURRENT_TIMESTAMP
            ORDER BY priority DESC, scheduled_at
            FETCH FIRST ?2 ROWS ONLY
            FOR UPDATE SKIP LOCKED""";

    private static final String CLAIM = """
            UPDATE jobs
            SET status = 'initialized', started_at = CURRENT_TIMESTAMP, claim = claim + 1, attempts = attempts + 1,
                node = ?1, updated_at = CURRENT_TIMESTAMP
            WHERE id IN (%s)""";

    private static final String FINISH = """
            UPDATE jobs
            SET status = ?3,
                result = CASE WHEN CAST(?3 AS varchar) = 'completed' THEN CAST(?4 AS varchar) ELSE result END,
                last_error = COALESCE(CAST(?5 AS varchar), last_error),
                retry_count = ?6,
                attempts = attempts - CAST(?8 AS integer),
                scheduled_at = CASE WHEN CAST(?3 AS varchar) = 'scheduled'
                    THEN DATEADD(MICROSECOND, ?7, CURRENT_TIMESTAMP) ELSE scheduled_at END,
                finished_at = CASE WHEN CAST(?3 AS varchar) <> 'scheduled' THEN CURRENT_TIMESTAMP END,
                node = NULL,
                updated_at = CURRENT_TIMESTAMP
            WHERE id = ?1 AND claim = ?2 AND status = 'initialized'""";

    @Override
    public String name() {
        return "h2";
    }

    @Override
    public void lockSchema(Connection connection) {
        // Each DDL statement locks the whole database and commits, so there is nothing to hold; they are repeatable.
    }

    @Override
    public Set<String> insert(EntityManager em, Collection<NewJob> jobs) {
        Set<String> inserted = new HashSet<>();
        for (NewJob job : jobs) {
            int rows = em.createNativeQuery(INSERT)
                    .setParameter(1, job.id())
                    .setParameter(2, job.queue())
                    .setParameter(3, job.arguments())
                    .setParameter(4, job.options())
                    .setParameter(5, job.priority())
                    .setParameter(6, job.at() == null ? null : job.at().toString())
                    .setParameter(7, job.delay().toNanos() / 1_000)
                    .executeUpdate();
            if (rows == 1) {
                inserted.add(job.id());
            }
        }
        return inserted;
    }

    @Override
    public List<?> claim(EntityManager em, String node, Map<String, Integer> free) {
        List<Object> ids = new ArrayList<>();
        free.forEach((queue, count) -> {
            List<?> locked = em.createNativeQuery(LOCK_DUE)
                    .setParameter(1, queue)
                    .setParameter(2, count)
                    .getResultList();
            ids.addAll(locked);
        });
        if (ids.isEmpty()) {
            return List.of();
        }
        bind(em.createNativeQuery(CLAIM.formatted(placeholders(2, ids.size()))).setParameter(1, node), 2, ids)
                .executeUpdate();
        String select = "SELECT %s FROM jobs WHERE id IN (%s)".formatted(JobRow.COLUMNS, placeholders(1, ids.size()));
        return bind(em.createNativeQuery(select), 1, ids).getResultList();
    }

    @Override
    public Set<String> finish(EntityManager em, Collection<Outcome> outcomes) {
        Set<String> finished = new HashSet<>();
        for (Outcome outcome : outcomes) {
            int rows = em.createNativeQuery(FINISH)
                    .setParameter(1, outcome.id())
                    .setParameter(2, outcome.claim())
                    .setParameter(3, outcome.status().word())
                    .setParameter(4, outcome.result())
                    .setParameter(5, outcome.error())
                    .setParameter(6, outcome.retryCount())
                    .setParameter(7, outcome.delay().toNanos() / 1_000)
                    .setParameter(8, outcome.refund() ? 1 : 0)
                    .executeUpdate();
            if (rows == 1) {
                finished.add(outcome.id());
            }
        }
        return finished;
    }

    private static String placeholders(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(i -> "?" + i).collect(Collectors.joining(", "));
    }

    private static Query bind(Query query, int from, List<Object> values) {
        for (int i = 0; i < values.size(); i++) {
            query.setParameter(from + i, values.get(i));
        }
        return query;
    }
}
