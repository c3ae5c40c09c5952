package dev.gork.jobs;

import dev.gork.BulkRequest;
import dev.gork.JobStatus;
import dev.gork.database.Sql;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Many jobs with one statement. All take the ids as an array, which the planner looks up in the primary key one by one;
 * it must not see that {@code status || ''} is the status, or it may read all of jobs_claim, which has the scheduled rows
 * alone, to compare ids there.
 */
final class PostgresBulk implements BulkStatements {
    private static final String THESE = "id = ANY (CAST(?1 AS varchar[])) AND status || '' IN (%s)";

    /** Locked in the order of their ids, as by whoever else does this, so that none waits for another in a circle. */
    private static final String OLD = """
            WITH old AS MATERIALIZED (
                SELECT id, queue, status, claim, node, started_at, finished_at, last_error FROM ONLY jobs
                WHERE %s ORDER BY id FOR UPDATE
            )""".formatted(THESE);

    /** What an attempt came to is archived with it, as for a single job. */
    private static final String RUN = OLD + """
            , archived AS (
                %s
            ), moved AS (
                UPDATE ONLY jobs SET %s
                FROM old WHERE jobs.id = old.id
            )
            SELECT id, queue, status FROM old""".formatted(JobUpdates.archive("""
                SELECT id, claim, node, started_at, COALESCE(finished_at, now()), status,
                       CASE WHEN status = 'failed' THEN last_error END
                FROM old WHERE status IN ('completed', 'failed')"""), JobUpdates.RUN_NOW);

    private static final String CANCEL = OLD + """
            , moved AS (
                UPDATE ONLY jobs SET %s
                FROM old WHERE jobs.id = old.id
            )
            SELECT id, queue, status FROM old""".formatted(JobUpdates.CANCELED);

    private static final String DELETE = OLD + """
            , attempts AS (
                DELETE FROM gork_attempts USING old WHERE gork_attempts.job = old.id
            ), gone AS (
                DELETE FROM ONLY jobs USING old WHERE jobs.id = old.id
            )
            SELECT id, queue, status FROM old""";

    @Override
    public List<?> act(Sql sql, BulkRequest.Action action, Collection<String> ids, Set<JobStatus> from) {
        String text = switch (action) {
            case RUN_NOW -> RUN;
            case CANCEL -> CANCEL;
            case DELETE -> DELETE;
        };
        String statuses = from.stream().map(status -> "'" + status.word() + "'").collect(Collectors.joining(", "));
        return sql.query(text.formatted(statuses))
                .setParameter(1, ids.toArray(String[]::new))
                .getResultList();
    }
}
