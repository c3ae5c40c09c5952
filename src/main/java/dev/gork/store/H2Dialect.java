package dev.gork.store;

import dev.gork.JobAttempt;
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
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** H2: row by row, for in its own process a statement costs next to nothing. */
final class H2Dialect implements Dialect {

    private static final String INSERT = """
            INSERT INTO jobs (id, queue, status, arguments, options, priority, scheduled_at, enqueued_by, parent)
            VALUES (?, ?, 'scheduled', ?, ?, ?, COALESCE(CAST(? AS timestamp(6) with time zone),
                                                         DATEADD(MICROSECOND, ?, CURRENT_TIMESTAMP)), ?, ?)""";

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
            SET status = ?3, result = COALESCE(CAST(?4 AS varchar), result),
                last_error = COALESCE(CAST(?5 AS varchar), last_error),
                finished_at = CURRENT_TIMESTAMP, updated_at = CURRENT_TIMESTAMP
            WHERE id = ?1 AND claim = ?2 AND status = 'initialized'""";

    /** Locked, so that it is archived as it was exactly if the outcome is written. */
    private static final String LOCK_RUNNING = """
            SELECT node, started_at FROM jobs WHERE id = ?1 AND claim = ?2 AND status = 'initialized' FOR UPDATE""";

    private static final String FINISH_AGAIN = """
            UPDATE jobs
            SET status = 'scheduled', last_error = COALESCE(CAST(?2 AS varchar), last_error), retry_count = ?3,
                scheduled_at = COALESCE(DATEADD(MICROSECOND, CAST(?4 AS bigint), CURRENT_TIMESTAMP), scheduled_at),
                attempts = attempts - CAST(?5 AS integer), node = NULL, updated_at = CURRENT_TIMESTAMP
            WHERE id = ?1""";

    private static final String ENSURE_QUEUE = "MERGE INTO gork_queues (name) KEY (name) VALUES (?1)";

    private static final String BEAT =
            "UPDATE gork_nodes SET last_seen_at = CURRENT_TIMESTAMP, workers = ? WHERE id = ?";

    private static final String CONTROLS = """
            SELECT queue.name, queue.paused_at IS NOT NULL, COALESCE(own.instances, queue.instances)
            FROM gork_nodes AS node
            LEFT JOIN gork_queues AS queue ON TRUE
            LEFT JOIN gork_queue_nodes AS own ON own.queue = queue.name AND own.node = node.name
            WHERE node.id = ?""";

    @Override
    public String json() {
        return "varchar";
    }

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
        insert.setString(8, job.enqueuedBy());
        insert.setString(9, job.parent());
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
    public List<?> claim(Function<String, Query> statements, String node, Collection<Wanted> wanted) {
        List<Object> ids = new ArrayList<>();
        for (Wanted each : wanted) {
            List<?> locked = statements
                    .apply(LOCK_DUE)
                    .setParameter(1, each.queue())
                    .setParameter(2, each.count())
                    .getResultList();
            ids.addAll(locked);
        }
        if (ids.isEmpty()) {
            return List.of();
        }
        bind(statements.apply(CLAIM.formatted(placeholders(2, ids.size()))).setParameter(1, node), 2, ids)
                .executeUpdate();
        String select =
                "SELECT %s FROM jobs WHERE id IN (%s)".formatted(ClaimedJob.COLUMNS, placeholders(1, ids.size()));
        return bind(statements.apply(select), 1, ids).getResultList();
    }

    @Override
    public Set<Claim> finish(Function<String, Query> statements, Collection<Outcome> outcomes) {
        Set<Claim> lost = new HashSet<>();
        for (Outcome outcome : outcomes) {
            boolean written = outcome.again() ? scheduleAgain(statements, outcome) : finish(statements, outcome);
            if (!written) {
                lost.add(outcome.key());
            }
        }
        return lost;
    }

    private static boolean finish(Function<String, Query> statements, Outcome outcome) {
        return statements
                        .apply(FINISH)
                        .setParameter(1, outcome.id())
                        .setParameter(2, outcome.claim())
                        .setParameter(3, outcome.status().word())
                        .setParameter(4, outcome.result())
                        .setParameter(5, outcome.error())
                        .executeUpdate()
                == 1;
    }

    private static boolean scheduleAgain(Function<String, Query> statements, Outcome outcome) {
        List<?> running = statements
                .apply(LOCK_RUNNING)
                .setParameter(1, outcome.id())
                .setParameter(2, outcome.claim())
                .getResultList();
        if (running.isEmpty()) {
            return false;
        }
        statements
                .apply(FINISH_AGAIN)
                .setParameter(1, outcome.id())
                .setParameter(2, outcome.error())
                .setParameter(3, outcome.retryCount())
                .setParameter(4, outcome.delayMicros())
                .setParameter(5, outcome.refunded())
                .executeUpdate();
        Object[] row = (Object[]) running.get(0);
        Attempts.archive(
                statements,
                outcome.id(),
                new JobAttempt(
                        outcome.claim(),
                        (String) row[0],
                        JobRow.toInstantOrNull(row[1]),
                        null,
                        outcome.attempt(),
                        outcome.error()));
        return true;
    }

    @Override
    public String ensureQueue() {
        return ENSURE_QUEUE;
    }

    @Override
    public String numbers() {
        return "integer array";
    }

    @Override
    public DialectCounts counts() {
        return new H2Counts();
    }

    @Override
    public List<Object[]> beat(NodeLine line, String id, String workers) throws SQLException {
        line.update(BEAT, workers, id);
        return line.query(CONTROLS, 3, id);
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
