package dev.gork.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.Query;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** H2: row by row, for in its own process a statement costs next to nothing. */
final class H2Dialect implements Dialect {

    private static final String INSERT = """
            INSERT INTO jobs (id, queue, status, arguments, options, priority, scheduled_at)
            VALUES (?, ?, 'scheduled', ?, ?, ?, COALESCE(CAST(? AS timestamp(6) with time zone),
                                                         DATEADD(MICROSECOND, ?, CURRENT_TIMESTAMP)))""";

    /** SQLSTATE of a primary key that is taken. */
    private static final String DUPLICATE = "23505";

    /** SKIP LOCKED works in a plain SELECT only, not inside FINAL TABLE, so a claim is three statements. */
    private static final String LOCK_DUE = """
            SELECT id FROM jobs
            WHERE status = 'scheduled' AND queue = ?1 AND scheduled_at <= CURRENT_TIMESTAMP
            ORDER BY priority DESC, scheduled_at, id
            FETCH FIRST ?2 ROWS ONLY
            FOR UPDATE SKIP LOCKED""";

    private static final String CLAIM = """
            UPDATE jobs
            SET status = 'initialized', started_at = CURRENT_TIMESTAMP, claim = LEAST(claim, 9223372036854775806) + 1,
                attempts = LEAST(attempts, 2147483646) + 1,
                node = ?1, updated_at = CURRENT_TIMESTAMP
            WHERE id IN (%s)""";

    private static final String FINISH = """
            UPDATE jobs
            SET status = ?3,
                result = CASE WHEN CAST(?3 AS varchar) = 'completed' THEN CAST(?4 AS varchar) ELSE result END,
                last_error = COALESCE(CAST(?5 AS varchar), last_error),
                retry_count = ?6,
                attempts = attempts - CAST(?8 AS integer),
                scheduled_at = COALESCE(DATEADD(MICROSECOND, CAST(?7 AS bigint), CURRENT_TIMESTAMP), scheduled_at),
                finished_at = CASE WHEN CAST(?3 AS varchar) <> 'scheduled' THEN CURRENT_TIMESTAMP END,
                node = NULL,
                updated_at = CURRENT_TIMESTAMP
            WHERE id = ?1 AND claim = ?2 AND status = 'initialized'""";

    @Override
    public String name() {
        return "h2";
    }

    /**
     * H2 commits every DDL statement, so no lock of its own would last. But an embedded database has one process, and an
     * interned string is the same object in all the applications of that process.
     */
    @Override
    public void underSchemaLock(Connection connection, SchemaChange change) throws SQLException {
        synchronized ("dev.gork.schema".intern()) {
            change.run();
        }
    }

    /**
     * By JDBC, on the transaction's own connection: H2 has no ON CONFLICT DO NOTHING, a check beforehand loses the race
     * against another caller, and a statement that fails within JPA marks the transaction for rollback. Here the failure
     * undoes that statement alone, and nobody else hears of it.
     */
    @Override
    public Set<String> insert(EntityManager em, Collection<NewJob> jobs) {
        Set<String> inserted = new HashSet<>();
        try (PreparedStatement insert = em.unwrap(Connection.class).prepareStatement(INSERT)) {
            for (NewJob job : jobs) {
                if (insert(insert, job)) {
                    inserted.add(job.id());
                }
            }
        } catch (SQLException e) {
            throw new PersistenceException("Jobs could not be inserted: " + e.getMessage(), e);
        }
        return inserted;
    }

    private static boolean insert(PreparedStatement insert, NewJob job) throws SQLException {
        insert.setString(1, job.id());
        insert.setString(2, job.queue());
        insert.setString(3, job.arguments());
        insert.setString(4, job.options());
        insert.setInt(5, job.priority());
        insert.setString(6, job.at() == null ? null : job.at().toString());
        insert.setLong(7, job.delayMicros());
        try {
            return insert.executeUpdate() == 1;
        } catch (SQLException e) {
            if (DUPLICATE.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public List<?> claim(EntityManager em, String node, Collection<Wanted> wanted) {
        List<Object> ids = new ArrayList<>();
        for (Wanted each : wanted) {
            List<?> locked = em.createNativeQuery(LOCK_DUE)
                    .setParameter(1, each.queue())
                    .setParameter(2, each.count())
                    .getResultList();
            ids.addAll(locked);
        }
        if (ids.isEmpty()) {
            return List.of();
        }
        bind(em.createNativeQuery(CLAIM.formatted(placeholders(2, ids.size()))).setParameter(1, node), 2, ids)
                .executeUpdate();
        String select =
                "SELECT %s FROM jobs WHERE id IN (%s)".formatted(ClaimedJob.COLUMNS, placeholders(1, ids.size()));
        return bind(em.createNativeQuery(select), 1, ids).getResultList();
    }

    @Override
    public Set<Claim> finish(EntityManager em, Collection<Outcome> outcomes) {
        Set<Claim> lost = new HashSet<>();
        for (Outcome outcome : outcomes) {
            int rows = outcome.setParameters(em.createNativeQuery(FINISH)).executeUpdate();
            if (rows == 0) {
                lost.add(outcome.key());
            }
        }
        return lost;
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
