package dev.gork.store;

import jakarta.persistence.Query;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** How attempts end on PostgreSQL: any number of them with one statement, and one with a cheaper one. */
final class PostgresOutcomes {
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

    private PostgresOutcomes() {}

    /** The claims that were lost. */
    static Set<Claim> finish(Function<String, Query> statements, Collection<Outcome> outcomes) {
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
        for (List<Outcome> part : Column.parts(outcomes, PostgresOutcomes::length)) {
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

    private static Claim claim(Object[] row) {
        return new Claim((String) row[0], ((Number) row[1]).longValue());
    }
}
