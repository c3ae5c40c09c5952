package dev.gork.claims;

import dev.gork.database.ArrayParameter;
import dev.gork.database.ReplannedStatement;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Claims on PostgreSQL: those of all queues with one statement, each of whose parameters is a column of them. */
final class PostgresClaims implements ClaimStatements {
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
     * that index and as {@link ClaimCursor} does.
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
     * <p>A place is one in the table itself (ONLY): one that inherits from it, as an archive may, has others of the same
     * number. {@code status || ''} is the status, and the planner does not see it: by the literal it may prefer jobs_claim,
     * which it may believe empty, to the places.
     *
     * <p>The claim number is the time, in microseconds: the row of a job that was deleted and made anew knows nothing of the
     * numbers of the earlier one, whose handler may still run. One more than the last, where the clock was set back.
     *
     * <p>statement_timestamp(), not now(): whoever had the connection before may have left it in a transaction.
     */
    private static final String CLAIM_SHAPE = """
            WITH wanted AS MATERIALIZED (
                SELECT * FROM unnest(CAST(?1 AS varchar[]), CAST(?2 AS integer[]), CAST(?3 AS integer[]),
                                     CAST(?4 AS timestamptz[]), CAST(?5 AS varchar[]), CAST('{}' AS integer[]))
                    AS w (queue, free, priority, due, id, nothing)
                CROSS JOIN %3$s
                WHERE COALESCE(nothing, 0) = 0
            ), due AS MATERIALIZED (
                SELECT job.place FROM wanted CROSS JOIN LATERAL (
                    WITH RECURSIVE level (priority, due, id) AS (
                        SELECT COALESCE(wanted.priority, (
                                   SELECT priority FROM ONLY jobs WHERE status = 'scheduled' AND queue = wanted.queue
                                   ORDER BY priority DESC LIMIT 1)),
                               COALESCE(wanted.due, '-infinity'), COALESCE(wanted.id, '')
                        UNION ALL
                        SELECT (SELECT priority FROM ONLY jobs WHERE status = 'scheduled' AND queue = wanted.queue
                                AND priority < level.priority ORDER BY priority DESC LIMIT 1),
                               '-infinity', ''
                        FROM level WHERE level.priority IS NOT NULL
                    )
                    SELECT row.place FROM level CROSS JOIN LATERAL (
                        SELECT jobs.ctid AS place FROM ONLY jobs
                        WHERE status = 'scheduled' AND queue = wanted.queue AND priority = level.priority
                          AND scheduled_at <= statement_timestamp()
                          AND (scheduled_at, jobs.id COLLATE "C") > (level.due, level.id COLLATE "C")
                        ORDER BY scheduled_at, jobs.id COLLATE "C"
                        LIMIT %1$s
                        FOR UPDATE SKIP LOCKED) AS row
                    LIMIT wanted.free) AS job
            )
            UPDATE ONLY jobs
            SET status = 'initialized', started_at = statement_timestamp(), claim = GREATEST(LEAST(claim, 9223372036854775806) + 1,
                                 (SELECT CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000000 AS bigint))),
                attempts = LEAST(attempts, 2147483646) + 1, node = ?6, updated_at = statement_timestamp()
            WHERE jobs.ctid = ANY (ARRAY(SELECT place FROM due)) AND status || '' = 'scheduled'
            RETURNING %2$s""";

    static final ReplannedStatement CLAIM =
            new ReplannedStatement(shape(String.valueOf(ClaimRequest.MAX_COUNT)), shape("wanted.free"));

    static final List<ArrayParameter<ClaimRequest>> WANTED = List.of(
            ArrayParameter.texts(ClaimRequest::queue),
            ArrayParameter.integers(ClaimRequest::count),
            ArrayParameter.integers(
                    each -> each.after() == null ? null : each.after().priority()),
            ArrayParameter.texts(each -> each.after() == null ? null : due(each.after())),
            ArrayParameter.texts(
                    each -> each.after() == null ? null : each.after().id()));

    /** What a driver makes of times before it, and of -infinity, is none that the database reads. */
    private static final Instant FIRST_YEAR = Instant.parse("0001-01-01T00:00:00Z");

    private static String shape(String limit) {
        return CLAIM_SHAPE.formatted(limit, ClaimedJob.COLUMNS, PostgresSessions.IDLE_BOUND);
    }

    @Override
    public List<?> claim(Function<String, Query> statements, String node, Collection<ClaimRequest> wanted) {
        return CLAIM.<List<?>>run(
                statements,
                List::size,
                query -> ArrayParameter.setParameters(query, WANTED, wanted)
                        .setParameter(6, node)
                        .getResultList());
    }

    private static String due(ClaimCursor after) {
        return after.scheduledAt().isBefore(FIRST_YEAR)
                ? "-infinity"
                : after.scheduledAt().toString();
    }
}
