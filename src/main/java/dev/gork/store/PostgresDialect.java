package dev.gork.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.Query;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** PostgreSQL: many rows in one statement, each of its parameters a column of them. */
final class PostgresDialect implements Dialect {

    /** clock_timestamp(), not now(): in a long transaction of the caller's, jobs are due from when they are fired. */
    private static final String INSERT = """
            INSERT INTO jobs (id, queue, status, arguments, options, priority, scheduled_at, enqueued_by, parent)
            SELECT r.id, r.queue, 'scheduled', CAST(r.arguments AS jsonb), CAST(r.options AS jsonb), r.priority,
                   COALESCE(CAST(r.due AS timestamptz), clock_timestamp() + r.delay_micros * INTERVAL '1 microsecond'),
                   r.enqueued_by, r.parent
            FROM unnest(CAST(?1 AS varchar[]), CAST(?2 AS varchar[]), CAST(?3 AS varchar[]), CAST(?4 AS varchar[]),
                        CAST(?5 AS integer[]), CAST(?6 AS varchar[]), CAST(?7 AS bigint[]), CAST(?8 AS varchar[]),
                        CAST(?9 AS varchar[]))
                 AS r (id, queue, arguments, options, priority, due, delay_micros, enqueued_by, parent)
            ON CONFLICT (id) DO NOTHING
            RETURNING id""";

    /** The same for one row, without what it costs to unpack it. */
    private static final String INSERT_ONE = """
            INSERT INTO jobs (id, queue, status, arguments, options, priority, scheduled_at, enqueued_by, parent)
            VALUES (?1, ?2, 'scheduled', CAST(?3 AS jsonb), CAST(?4 AS jsonb), ?5,
                    COALESCE(CAST(?6 AS timestamptz), clock_timestamp() + ?7 * INTERVAL '1 microsecond'),
                    ?8, ?9)
            ON CONFLICT (id) DO NOTHING""";

    /**
     * One statement for all queues, so that an idle node asks once.
     *
     * <p>It goes from one priority of a queue to the next lower one, each found by one probe of jobs_claim, and reads
     * each from its first row on to the first that is not due yet. So a million future rows at a high priority are not
     * read, on any version (only PostgreSQL 18 could skip them by itself), and rows before the position are not either:
     * while a transaction elsewhere keeps vacuum from cleaning up, these are the many dead versions of rows that are
     * done.
     *
     * <p>Both CTEs are materialised: the planner must not run the LIMIT again for a join, which would lock more rows
     * than asked for. The rows come as an array of their places (ctid), not as a join: for more than a few
     * queues the planner would hash-join a scan of the whole table; and a locked row does not move before its update. Status is
     * a literal, for only then does a generic plan use the partial index. The ids are compared by their bytes, as in
     * that index and as {@link Position} does.
     *
     * <p>Rows are locked only as they are read, so {@code wanted.free} is the limit of both. The inner limit and the
     * condition on {@code nothing}, which is null in every row, are for the planner: without them it expects a tenth of
     * the table for each of many queues, and would compile such a plan to machine code (JIT) at every claim.
     */
    static final CachedPlan CLAIM = new CachedPlan("""
            WITH wanted AS MATERIALIZED (
                SELECT * FROM unnest(CAST(?1 AS varchar[]), CAST(?2 AS integer[]), CAST(?3 AS integer[]),
                                     CAST(?4 AS timestamptz[]), CAST(?5 AS varchar[]), CAST('{}' AS integer[]))
                    AS w (queue, free, priority, due, id, nothing)
                WHERE COALESCE(nothing, 0) = 0
            ), due AS MATERIALIZED (
                SELECT job.place FROM wanted CROSS JOIN LATERAL (
                    WITH RECURSIVE level (priority, due, id) AS (
                        SELECT COALESCE(wanted.priority, (
                                   SELECT priority FROM jobs WHERE status = 'scheduled' AND queue = wanted.queue
                                   ORDER BY priority DESC LIMIT 1)),
                               COALESCE(wanted.due, '-infinity'), COALESCE(wanted.id, '')
                        UNION ALL
                        SELECT (SELECT priority FROM jobs WHERE status = 'scheduled' AND queue = wanted.queue
                                AND priority < level.priority ORDER BY priority DESC LIMIT 1),
                               '-infinity', ''
                        FROM level WHERE level.priority IS NOT NULL
                    )
                    SELECT row.place FROM level CROSS JOIN LATERAL (
                        SELECT jobs.ctid AS place FROM jobs
                        WHERE status = 'scheduled' AND queue = wanted.queue AND priority = level.priority
                          AND scheduled_at <= now()
                          AND (scheduled_at, jobs.id COLLATE "C") > (level.due, level.id COLLATE "C")
                        ORDER BY scheduled_at, jobs.id COLLATE "C"
                        LIMIT %1$d
                        FOR UPDATE SKIP LOCKED) AS row
                    LIMIT wanted.free) AS job
            )
            UPDATE jobs
            SET status = 'initialized', started_at = now(), claim = LEAST(claim, 9223372036854775806) + 1,
                attempts = LEAST(attempts, 2147483646) + 1, node = ?6, updated_at = now()
            WHERE jobs.ctid = ANY (ARRAY(SELECT place FROM due))
            RETURNING %2$s""".formatted(Wanted.MAX_COUNT, ClaimedJob.COLUMNS));

    /**
     * The fence: a row is written only while it has the claim number under which the attempt ran. What comes back are
     * the claims that were lost, mostly none: thousands of ids that went well need not travel. The condition on
     * {@code nothing}, which is null in every row, lets the planner expect few outcomes and look rows up by their id,
     * however small the table is: for hundreds, it would read a table of 20,000 rows each time. EXCEPT
     * sorts or hashes whatever it expects, where an anti-join would compare each with each. And it does not see that
     * {@code was} is a literal: otherwise it would take jobs_running for empty, and compare each with each there.
     */
    static final CachedPlan FINISH = new CachedPlan("""
            WITH o AS MATERIALIZED (
                SELECT *, 'initialized' AS was
                FROM unnest(CAST(?1 AS varchar[]), CAST(?2 AS bigint[]), CAST(?3 AS varchar[]), CAST(?4 AS varchar[]),
                            CAST(?5 AS varchar[]), CAST('{}' AS integer[]))
                    AS o (id, claim, status, result, error, nothing)
                WHERE COALESCE(nothing, 0) = 0
            ), written AS (
                UPDATE jobs
                SET status = o.status,
                    result = COALESCE(CAST(o.result AS jsonb), jobs.result),
                    last_error = COALESCE(o.error, jobs.last_error),
                    finished_at = clock_timestamp(),
                    updated_at = clock_timestamp()
                FROM o
                WHERE jobs.id = o.id AND jobs.claim = o.claim AND jobs.status = o.was
                RETURNING jobs.id, jobs.claim
            )
            SELECT id, claim FROM o EXCEPT SELECT id, claim FROM written""");

    /**
     * The same for attempts that are followed by another, which go into the archive with it: exactly those whose outcome
     * was written. {@code before} is the row as it was, for the node is cleared.
     */
    private static final CachedPlan FINISH_AGAIN = new CachedPlan("""
            WITH o AS MATERIALIZED (
                SELECT *, 'initialized' AS was
                FROM unnest(CAST(?1 AS varchar[]), CAST(?2 AS bigint[]), CAST(?3 AS varchar[]), CAST(?4 AS varchar[]),
                            CAST(?5 AS integer[]), CAST(?6 AS bigint[]), CAST(?7 AS integer[]), CAST('{}' AS integer[]))
                    AS o (id, claim, outcome, error, retry_count, delay_micros, refund, nothing)
                WHERE COALESCE(nothing, 0) = 0
            ), written AS (
                UPDATE jobs
                SET status = 'scheduled',
                    last_error = COALESCE(o.error, jobs.last_error),
                    retry_count = o.retry_count,
                    attempts = jobs.attempts - o.refund,
                    scheduled_at = COALESCE(clock_timestamp() + o.delay_micros * INTERVAL '1 microsecond',
                                            jobs.scheduled_at),
                    node = NULL,
                    updated_at = clock_timestamp()
                FROM o JOIN jobs AS before ON before.id = o.id
                WHERE jobs.id = o.id AND jobs.claim = o.claim AND jobs.status = o.was
                RETURNING jobs.id, jobs.claim, before.node, jobs.started_at, jobs.updated_at, o.outcome, o.error
            ), archived AS (
                INSERT INTO gork_attempts (job, claim, node, started_at, ended_at, outcome, error)
                SELECT id, claim, node, started_at, updated_at, outcome, error FROM written
                ON CONFLICT (job, claim) DO UPDATE
                SET node = EXCLUDED.node, started_at = EXCLUDED.started_at, ended_at = EXCLUDED.ended_at,
                    outcome = EXCLUDED.outcome, error = EXCLUDED.error
            )
            SELECT id, claim FROM o EXCEPT SELECT id, claim FROM written""");

    /**
     * The same for one outcome, mostly that of a handler with a transaction of its own. The planner must not see that
     * {@code status || ''} is the status: it would take jobs_running, which it believes empty, and read all that is dead
     * there, instead of the one entry of the id.
     */
    static final CachedPlan FINISH_ONE = new CachedPlan("""
            UPDATE jobs
            SET status = ?3,
                result = COALESCE(CAST(?4 AS jsonb), result),
                last_error = COALESCE(?5, last_error),
                finished_at = clock_timestamp(),
                updated_at = clock_timestamp()
            WHERE id = ?1 AND claim = ?2 AND status || '' = 'initialized'""");

    private static final List<Column<NewJob>> NEW_JOBS = List.of(
            Column.texts(NewJob::id),
            Column.texts(NewJob::queue),
            Column.texts(NewJob::arguments),
            Column.texts(NewJob::options),
            Column.integers(NewJob::priority),
            Column.texts(PostgresDialect::due),
            Column.longs(NewJob::delayMicros),
            Column.texts(NewJob::enqueuedBy),
            Column.texts(NewJob::parent));

    static final List<Column<Wanted>> WANTED = List.of(
            Column.texts(Wanted::queue),
            Column.integers(Wanted::count),
            Column.integers(each -> each.after() == null ? null : each.after().priority()),
            Column.texts(each -> each.after() == null ? null : due(each.after())),
            Column.texts(each -> each.after() == null ? null : each.after().id()));

    static final List<Column<Outcome>> OUTCOMES = List.of(
            Column.texts(Outcome::id),
            Column.longs(Outcome::claim),
            Column.texts(outcome -> outcome.status().word()),
            Column.texts(Outcome::result),
            Column.texts(Outcome::error));

    private static final List<Column<Outcome>> OUTCOMES_AGAIN = List.of(
            Column.texts(Outcome::id),
            Column.longs(Outcome::claim),
            Column.texts(outcome -> outcome.attempt().word()),
            Column.texts(Outcome::error),
            Column.integers(Outcome::retryCount),
            Column.longs(Outcome::delayMicros),
            Column.integers(Outcome::refunded));

    private static final String ENSURE_QUEUE =
            "INSERT INTO gork_queues (name) VALUES (?1) ON CONFLICT (name) DO NOTHING";

    private static final String BEAT = """
            WITH beat AS (
                UPDATE gork_nodes SET last_seen_at = CURRENT_TIMESTAMP, workers = ? WHERE id = ? RETURNING name
            )
            SELECT queue.name, queue.paused_at IS NOT NULL, COALESCE(own.instances, queue.instances)
            FROM beat
            LEFT JOIN gork_queues AS queue ON TRUE
            LEFT JOIN gork_queue_nodes AS own ON own.queue = queue.name AND own.node = beat.name""";

    private static final String CHANNEL = "gork";

    /** A message that is lost with the server is no loss, so its commit need not wait for the disk. */
    static final String NOTIFY = """
            SELECT CAST(pg_notify('%s', message) AS varchar), set_config('synchronous_commit', 'off', true)
            FROM unnest(CAST(? AS varchar[])) AS m (message)""".formatted(CHANNEL);

    /** What a driver makes of times before it, and of -infinity, is none that the database reads. */
    private static final Instant FIRST_YEAR = Instant.parse("0001-01-01T00:00:00Z");

    /** In characters; a message to the server ends at 1 GB, and memory may earlier. */
    private static final int MAX_PARAMETER = 16_000_000;

    /** "gork" in ASCII; any number that no one else locks will do. */
    private static final long SCHEMA_LOCK = 0x676f726bL;

    @Override
    public String json() {
        return "jsonb";
    }

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

    /** What is asked to end has this long to do so, before its connection is given up. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    /** The driver's own clock, for a server that has fallen silent cannot be asked to end anything. */
    @Override
    public void boundSilence(EntityManager em, Duration timeout) {
        try {
            em.unwrap(Connection.class)
                    .setNetworkTimeout(Runnable::run, (int) timeout.plus(SLACK).toMillis());
        } catch (SQLException e) {
            throw new PersistenceException("The connection takes no timeout: " + e.getMessage(), e);
        }
    }

    /** The server is asked to end it: a statement that nobody waits for any more would go on waiting for its lock. */
    @Override
    public Query bound(Query statement, Duration timeout) {
        return statement.setHint("jakarta.persistence.query.timeout", (int) timeout.toMillis());
    }

    @Override
    public Set<String> insert(EntityManager em, Collection<NewJob> jobs) {
        if (jobs.size() == 1) {
            NewJob job = jobs.iterator().next();
            return insert(em, job) ? Set.of(job.id()) : Set.of();
        }
        Set<String> inserted = new HashSet<>();
        for (List<NewJob> part : parts(jobs, job -> job.arguments().length())) {
            List<?> ids = Column.setParameters(em.createNativeQuery(INSERT), NEW_JOBS, part)
                    .getResultList();
            ids.forEach(id -> inserted.add((String) id));
        }
        return inserted;
    }

    /** As many rows together as fit into one message to the server. */
    private static <T> List<List<T>> parts(Collection<T> rows, ToIntFunction<T> length) {
        List<List<T>> parts = new ArrayList<>();
        long sum = MAX_PARAMETER;
        for (T row : rows) {
            sum += length.applyAsInt(row);
            if (sum >= MAX_PARAMETER) {
                parts.add(new ArrayList<>());
                sum = length.applyAsInt(row);
            }
            parts.get(parts.size() - 1).add(row);
        }
        return parts;
    }

    private static @Nullable String due(NewJob job) {
        return job.at() == null ? null : job.at().toString();
    }

    private static boolean insert(EntityManager em, NewJob job) {
        return em.createNativeQuery(INSERT_ONE)
                        .setParameter(1, job.id())
                        .setParameter(2, job.queue())
                        .setParameter(3, job.arguments())
                        .setParameter(4, job.options())
                        .setParameter(5, job.priority())
                        .setParameter(6, due(job))
                        .setParameter(7, job.delayMicros())
                        .setParameter(8, job.enqueuedBy())
                        .setParameter(9, job.parent())
                        .executeUpdate()
                == 1;
    }

    @Override
    public List<?> claim(Function<String, Query> statements, String node, Collection<Wanted> wanted) {
        return CLAIM.<List<?>>run(
                statements,
                List::size,
                query -> Column.setParameters(query, WANTED, wanted)
                        .setParameter(6, node)
                        .getResultList());
    }

    private static String due(Position after) {
        return after.scheduledAt().isBefore(FIRST_YEAR)
                ? "-infinity"
                : after.scheduledAt().toString();
    }

    @Override
    public Set<Claim> finish(Function<String, Query> statements, Collection<Outcome> outcomes) {
        List<Outcome> last =
                outcomes.stream().filter(outcome -> !outcome.again()).toList();
        List<Outcome> again = outcomes.stream().filter(Outcome::again).toList();
        Set<Claim> lost =
                last.size() == 1 ? finish(statements, last.get(0)) : finish(statements, FINISH, OUTCOMES, last);
        lost.addAll(finish(statements, FINISH_AGAIN, OUTCOMES_AGAIN, again));
        return lost;
    }

    private static Set<Claim> finish(Function<String, Query> statements, Outcome outcome) {
        int rows = FINISH_ONE.run(
                statements,
                written -> 1,
                query -> query.setParameter(1, outcome.id())
                        .setParameter(2, outcome.claim())
                        .setParameter(3, outcome.status().word())
                        .setParameter(4, outcome.result())
                        .setParameter(5, outcome.error())
                        .executeUpdate());
        Set<Claim> lost = new HashSet<>();
        if (rows == 0) {
            lost.add(outcome.key());
        }
        return lost;
    }

    private static Set<Claim> finish(
            Function<String, Query> statements,
            CachedPlan statement,
            List<Column<Outcome>> columns,
            List<Outcome> outcomes) {
        Set<Claim> lost = new HashSet<>();
        for (List<Outcome> part : parts(outcomes, PostgresDialect::length)) {
            List<?> rows = statement.<List<?>>run(
                    statements,
                    each -> part.size(),
                    query -> Column.setParameters(query, columns, part).getResultList());
            rows.forEach(row -> lost.add(claim((Object[]) row)));
        }
        return lost;
    }

    private static int length(Outcome outcome) {
        return (outcome.result() == null ? 0 : outcome.result().length())
                + (outcome.error() == null ? 0 : outcome.error().length());
    }

    @Override
    public String ensureQueue() {
        return ENSURE_QUEUE;
    }

    @Override
    public String numbers() {
        return "integer[]";
    }

    @Override
    public DialectCounts counts() {
        return new PostgresCounts();
    }

    @Override
    public List<Object[]> beat(NodeLine line, String id, String workers) throws SQLException {
        return line.query(BEAT, 3, workers, id);
    }

    @Override
    public DialectBulk bulk() {
        return new PostgresBulk();
    }

    @Override
    public boolean indexesEnded() {
        return true;
    }

    @Override
    public boolean searchesJson() {
        return true;
    }

    /** An array, for which the planner expects ten keys and looks each of them up; it may scan the table for a join. */
    @Override
    public String in(String query) {
        return "= ANY (ARRAY(" + query + "))";
    }

    @Override
    public boolean notifies() {
        return true;
    }

    @Override
    public void notify(Connection connection, Collection<String> messages) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NOTIFY)) {
            statement.setObject(1, messages.toArray(String[]::new));
            statement.executeQuery().close();
        }
    }

    @Override
    public Listening listen(Connection connection) throws SQLException {
        return new PostgresListening(connection, CHANNEL);
    }

    private static Claim claim(Object[] row) {
        return new Claim((String) row[0], ((Number) row[1]).longValue());
    }
}
