package dev.gork.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** PostgreSQL: many rows in one statement, each of its parameters a column of them. */
final class PostgresDialect implements Dialect {

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
     *
     * <p>No one inner limit is right for all that the statistics may say. With a number, the planner knows that it will
     * read few of many rows, and reads them in the index's order; but of a queue that was all but empty at the last
     * ANALYZE it expects fewer rows than that, and would rather read and sort all of them, however many there are by
     * now. With what it cannot know, it expects to read a tenth, and never sorts few; but of millions a tenth is much,
     * and the plan would be compiled. So there are both, and one that is hopelessly slow is replaced by the other.
     *
     * <p>statement_timestamp(), not now(): whoever had the connection before may have left it in a transaction.
     */
    private static final String CLAIM_SHAPE = """
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
                          AND scheduled_at <= statement_timestamp()
                          AND (scheduled_at, jobs.id COLLATE "C") > (level.due, level.id COLLATE "C")
                        ORDER BY scheduled_at, jobs.id COLLATE "C"
                        LIMIT %1$s
                        FOR UPDATE SKIP LOCKED) AS row
                    LIMIT wanted.free) AS job
            )
            UPDATE jobs
            SET status = 'initialized', started_at = statement_timestamp(), claim = LEAST(claim, 9223372036854775806) + 1,
                attempts = LEAST(attempts, 2147483646) + 1, node = ?6, updated_at = statement_timestamp()
            WHERE jobs.ctid = ANY (ARRAY(SELECT place FROM due))
            RETURNING %2$s""";

    static final CachedPlan CLAIM = new CachedPlan(
            CLAIM_SHAPE.formatted(Wanted.MAX_COUNT, ClaimedJob.COLUMNS),
            CLAIM_SHAPE.formatted("wanted.free", ClaimedJob.COLUMNS));

    static final List<Column<Wanted>> WANTED = List.of(
            Column.texts(Wanted::queue),
            Column.integers(Wanted::count),
            Column.integers(each -> each.after() == null ? null : each.after().priority()),
            Column.texts(each -> each.after() == null ? null : due(each.after())),
            Column.texts(each -> each.after() == null ? null : each.after().id()));

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

    @Override
    public boolean mayFallSilent() {
        return true;
    }

    /** The server is asked to end it: a statement that nobody waits for any more would go on waiting for its lock. */
    @Override
    public Query bound(Query statement, Duration timeout) {
        return statement.setHint("jakarta.persistence.query.timeout", (int) timeout.toMillis());
    }

    @Override
    public Set<String> insert(EntityManager em, Collection<NewJob> jobs) {
        return PostgresInserts.insert(em, jobs);
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
        return PostgresOutcomes.finish(statements, outcomes);
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
}
