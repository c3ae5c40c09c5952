package dev.gork.store;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** PostgreSQL: many rows in one statement, passed as one JSON parameter. */
final class PostgresDialect implements Dialect {

    /** clock_timestamp(), not now(): in a long transaction of the caller's, jobs are due from when they are fired. */
    private static final String INSERT = """
            INSERT INTO jobs (id, queue, status, arguments, options, priority, scheduled_at)
            SELECT r.id, r.queue, 'scheduled', COALESCE(r.arguments, 'null'), r.options, r.priority,
                   COALESCE(r.due, clock_timestamp() + r.delay_micros * INTERVAL '1 microsecond')
            FROM jsonb_to_recordset(CAST(?1 AS jsonb)) AS r
                 (id varchar, queue varchar, arguments jsonb, options jsonb, priority integer,
                  due timestamptz, delay_micros bigint)
            ON CONFLICT (id) DO NOTHING
            RETURNING id""";

    /**
     * One statement for all queues, so that an idle node asks once. Both CTEs are materialised: the planner must not
     * run the LIMIT again for a join, which would lock more rows than asked for. And the ids come as an array, not as a
     * join: the planner takes the JSON for 100 queues and would hash-join a scan of the whole table. Status is a literal,
     * for only then does a generic plan use the partial index jobs_claim.
     */
    private static final String CLAIM = """
            WITH wanted AS MATERIALIZED (
                SELECT queue, free FROM jsonb_to_recordset(CAST(?1 AS jsonb)) AS w (queue varchar, free integer)
            ), due AS MATERIALIZED (
                SELECT d.id FROM wanted CROSS JOIN LATERAL (
                    SELECT id FROM jobs
                    WHERE status = 'scheduled' AND queue = wanted.queue AND scheduled_at <= now()
                    ORDER BY priority DESC, scheduled_at
                    LIMIT wanted.free
                    FOR UPDATE SKIP LOCKED) AS d
            )
            UPDATE jobs
            SET status = 'initialized', started_at = now(), claim = LEAST(claim, 9223372036854775806) + 1,
                attempts = LEAST(attempts, 2147483646) + 1, node = ?2,
                updated_at = now()
            WHERE jobs.id = ANY (ARRAY(SELECT id FROM due))
            RETURNING %s""".formatted(JobRow.COLUMNS);

    /** The fence: a row is written only while it has the claim number under which the attempt ran. */
    private static final String FINISH = """
            UPDATE jobs
            SET status = o.status,
                result = CASE WHEN o.status = 'completed' THEN COALESCE(o.result, 'null') ELSE jobs.result END,
                last_error = COALESCE(o.error, jobs.last_error),
                retry_count = o.retry_count,
                attempts = jobs.attempts - o.refund,
                scheduled_at = CASE WHEN o.status = 'scheduled'
                    THEN clock_timestamp() + o.delay_micros * INTERVAL '1 microsecond' ELSE jobs.scheduled_at END,
                finished_at = CASE WHEN o.status <> 'scheduled' THEN clock_timestamp() END,
                node = NULL,
                updated_at = clock_timestamp()
            FROM jsonb_to_recordset(CAST(?1 AS jsonb)) AS o
                 (id varchar, claim bigint, status varchar, result jsonb, error varchar, retry_count integer,
                  delay_micros bigint, refund integer)
            WHERE jobs.id = o.id AND jobs.claim = o.claim AND jobs.status = 'initialized'
            RETURNING jobs.id, jobs.claim""";

    /** In characters; jsonb refuses a value beyond 256 MB. */
    private static final int MAX_PARAMETER = 16_000_000;

    /** "gork" in ASCII; any number that no one else locks will do. */
    private static final long SCHEMA_LOCK = 0x676f726bL;

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public void underSchemaLock(Connection connection, SchemaChange change) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + SCHEMA_LOCK + ")");
            change.run();
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    @Override
    public Set<String> insert(EntityManager em, Collection<NewJob> jobs) {
        Set<String> inserted = new HashSet<>();
        JsonRows rows = new JsonRows();
        for (NewJob job : jobs) {
            rows.row()
                    .text("id", job.id())
                    .text("queue", job.queue())
                    .json("arguments", job.arguments())
                    .json("options", job.options())
                    .number("priority", job.priority())
                    .text("due", job.at() == null ? null : job.at().toString())
                    .number("delay_micros", job.delay().toNanos() / 1_000);
            if (rows.length() > MAX_PARAMETER) {
                query(em, INSERT, rows).forEach(id -> inserted.add((String) id));
                rows = new JsonRows();
            }
        }
        query(em, INSERT, rows).forEach(id -> inserted.add((String) id));
        return inserted;
    }

    @Override
    public List<?> claim(EntityManager em, String node, Map<String, Integer> free) {
        JsonRows rows = new JsonRows();
        free.forEach((queue, count) -> rows.row().text("queue", queue).number("free", count));
        return em.createNativeQuery(CLAIM)
                .setParameter(1, rows.toString())
                .setParameter(2, node)
                .getResultList();
    }

    @Override
    public Set<Claim> finish(EntityManager em, Collection<Outcome> outcomes) {
        Set<Claim> finished = new HashSet<>();
        JsonRows rows = new JsonRows();
        for (Outcome outcome : outcomes) {
            rows.row()
                    .text("id", outcome.id())
                    .number("claim", outcome.claim())
                    .text("status", outcome.status().word())
                    .json("result", outcome.result())
                    .text("error", outcome.error())
                    .number("retry_count", outcome.retryCount())
                    .number("delay_micros", outcome.delay().toNanos() / 1_000)
                    .number("refund", outcome.refund() ? 1 : 0);
            if (rows.length() > MAX_PARAMETER) {
                query(em, FINISH, rows).forEach(row -> finished.add(claim((Object[]) row)));
                rows = new JsonRows();
            }
        }
        query(em, FINISH, rows).forEach(row -> finished.add(claim((Object[]) row)));
        return finished;
    }

    private static List<?> query(EntityManager em, String sql, JsonRows rows) {
        return rows.isEmpty()
                ? List.of()
                : em.createNativeQuery(sql).setParameter(1, rows.toString()).getResultList();
    }

    private static Claim claim(Object[] row) {
        return new Claim((String) row[0], ((Number) row[1]).longValue());
    }
}
