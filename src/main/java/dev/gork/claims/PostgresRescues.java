package dev.gork.claims;

import dev.gork.database.ArrayParameter;
import dev.gork.jobs.JobUpdates;
import jakarta.persistence.Query;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Any number of jobs with two statements, for each of them may take as long as the way to the database and back. */
final class PostgresRescues implements RescueStatements {
    /** Few rows are running, and jobs_running has no others; whoever comes second skips what is being rescued. */
    static final String FIND_ORPHANS = """
            SELECT jobs.id, jobs.claim FROM ONLY jobs CROSS JOIN %s
            WHERE jobs.status = 'initialized' AND jobs.node <> ?2
              AND NOT EXISTS (SELECT 1 FROM gork_nodes n WHERE n.id = jobs.node
                              AND n.last_seen_at >= statement_timestamp() - ?1 * INTERVAL '1 millisecond')
            LIMIT %s
            FOR UPDATE OF jobs SKIP LOCKED""".formatted(PostgresSessions.IDLE_BOUND, PART);

    /**
     * gork's Go workers leave no node, so there it is the start and the timeout that tell, as gork itself does. Only of
     * the queues that are asked for: however many rows of others there are, they hide nothing.
     */
    static final String FIND_OVERDUE = """
            SELECT jobs.id, jobs.claim
            FROM unnest(CAST(?1 AS varchar[]), CAST(?2 AS bigint[])) AS served (queue, millis)
            JOIN ONLY jobs ON jobs.queue = served.queue
            CROSS JOIN %s
            WHERE jobs.status = 'initialized' AND jobs.node IS NULL
              AND COALESCE(jobs.started_at, jobs.updated_at)
                  < statement_timestamp() - served.millis * INTERVAL '1 millisecond'
            LIMIT %s
            FOR UPDATE OF jobs SKIP LOCKED""".formatted(PostgresSessions.IDLE_BOUND, PART);

    /**
     * On top of the fence: whether the node is gone is asked again, by a statement that sees what has happened since. The
     * row may have been rescued and claimed anew while the search waited for it, and PostgreSQL then hands over the newest
     * version without asking the subquery again. As with outcomes, {@code nothing} and {@code was} keep the planner from
     * reading the table, or jobs_running for each row. {@code before} is the row as it was, for the node is cleared.
     *
     * <p>A suspect's rescue counts only if it had begun, or nobody knows any more what its node ran.
     */
    static final String RESCUE = """
            WITH gone AS MATERIALIZED (
                SELECT *, 'initialized' AS was
                FROM unnest(CAST(?1 AS varchar[]), CAST(?2 AS bigint[]), CAST('{}' AS integer[]))
                    AS g (id, claim, nothing)
                WHERE COALESCE(nothing, 0) = 0
            ), rescued AS (
                UPDATE ONLY jobs
                SET %s
                FROM gone JOIN ONLY jobs AS before ON before.id = gone.id
                WHERE jobs.id = gone.id AND jobs.claim = gone.claim AND jobs.status = gone.was
                  AND NOT EXISTS (SELECT 1 FROM gork_nodes n WHERE n.id = jobs.node
                                  AND n.last_seen_at >= statement_timestamp() - ?4 * INTERVAL '1 millisecond')
                RETURNING jobs.id, jobs.claim, jobs.queue, jobs.rescues, jobs.updated_at, before.node, before.started_at
            ), archived AS (
                %s
            )
            SELECT id, queue, rescues FROM rescued""".formatted(ClaimUpdates.rescued("statement_timestamp()"), JobUpdates.archive("""
                SELECT id, claim, node, started_at, updated_at, 'rescued', ?3 FROM rescued"""));

    private static final List<ArrayParameter<Map.Entry<String, Duration>>> TIMEOUTS = List.of(
            ArrayParameter.texts(Map.Entry::getKey),
            ArrayParameter.longs(each -> each.getValue().toMillis()));

    private static final List<ArrayParameter<Object[]>> FOUND = List.of(
            ArrayParameter.texts(row -> (String) row[0]), ArrayParameter.longs(row -> ((Number) row[1]).longValue()));

    @Override
    public List<?> findOrphans(Function<String, Query> statements, Duration lease, @Nullable String but) {
        return statements
                .apply(FIND_ORPHANS)
                .setParameter(1, lease.toMillis())
                .setParameter(2, but == null ? "" : but)
                .getResultList();
    }

    @Override
    public List<?> findOverdue(Function<String, Query> statements, Map<String, Duration> timeouts) {
        return ArrayParameter.setParameters(statements.apply(FIND_OVERDUE), TIMEOUTS, timeouts.entrySet())
                .getResultList();
    }

    @Override
    public List<?> rescue(Function<String, Query> statements, List<?> found, Rescue rescue) {
        List<Object[]> rows = found.stream().map(row -> (Object[]) row).toList();
        return ArrayParameter.setParameters(statements.apply(RESCUE), FOUND, rows)
                .setParameter(3, rescue.reason())
                .setParameter(4, rescue.lease().toMillis())
                .setParameter(5, rescue.suspectedFrom())
                .getResultList();
    }
}
