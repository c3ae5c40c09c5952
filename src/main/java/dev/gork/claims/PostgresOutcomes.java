package dev.gork.claims;

import dev.gork.database.ArrayParameter;
import dev.gork.database.ReplannedStatement;
import dev.gork.jobs.JobUpdates;
import jakarta.persistence.Query;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** How attempts end on PostgreSQL: any number of them with one statement, and that of a handler's own transaction with a cheaper one. */
final class PostgresOutcomes implements OutcomeStatements {
    /**
     * The fence: a row is written only while it has the claim number under which the attempt ran. What comes back are
     * the claims that were lost, mostly none: thousands of ids that went well need not travel. The condition on
     * {@code nothing}, which is null in every row, lets the planner expect few outcomes and look rows up by their id,
     * however small the table is: for hundreds, it would read a table of 20,000 rows each time. EXCEPT
     * sorts or hashes whatever it expects, where an anti-join would compare each with each. And it does not see that
     * {@code was} is a literal: otherwise it would take jobs_running for empty, and compare each with each there.
     */
    static final ReplannedStatement FINISH = new ReplannedStatement("""
            WITH o AS MATERIALIZED (
                SELECT *, 'initialized' AS was
                FROM unnest(CAST(?1 AS varchar[]), CAST(?2 AS bigint[]), CAST(?3 AS varchar[]), CAST(?4 AS varchar[]),
                            CAST(?5 AS varchar[]), CAST('{}' AS integer[]))
                    AS o (id, claim, status, result, error, nothing)
                CROSS JOIN %s
                WHERE COALESCE(nothing, 0) = 0
            ), written AS (
                UPDATE ONLY jobs
                SET %s
                FROM o
                WHERE jobs.id = o.id AND jobs.claim = o.claim AND jobs.status = o.was
                RETURNING jobs.id, jobs.claim
            )
            SELECT id, claim FROM o EXCEPT SELECT id, claim FROM written""".formatted(
                    PostgresSessions.IDLE_BOUND,
                    ClaimUpdates.ended("clock_timestamp()", "o.status", "CAST(o.result AS jsonb)", "o.error")));

    /**
     * The same for attempts that are followed by another, which go into the archive with it: exactly those whose outcome
     * was written, and was that of an attempt. {@code before} is the row as it was, for the node is cleared.
     */
    private static final ReplannedStatement FINISH_AGAIN = new ReplannedStatement("""
            WITH o AS MATERIALIZED (
                SELECT *, 'initialized' AS was
                FROM unnest(CAST(?1 AS varchar[]), CAST(?2 AS bigint[]), CAST(?3 AS varchar[]), CAST(?4 AS varchar[]),
                            CAST(?5 AS integer[]), CAST(?6 AS bigint[]), CAST(?7 AS integer[]), CAST('{}' AS integer[]))
                    AS o (id, claim, outcome, error, retry_count, delay_micros, refund, nothing)
                CROSS JOIN %s
                WHERE COALESCE(nothing, 0) = 0
            ), written AS (
                UPDATE ONLY jobs
                SET %s
                FROM o JOIN ONLY jobs AS before ON before.id = o.id
                WHERE jobs.id = o.id AND jobs.claim = o.claim AND jobs.status = o.was
                RETURNING jobs.id, jobs.claim, before.node, jobs.started_at, jobs.updated_at, o.outcome, o.error
            ), archived AS (
                %s
            )
            SELECT id, claim FROM o EXCEPT SELECT id, claim FROM written""".formatted(
                    PostgresSessions.IDLE_BOUND,
                    ClaimUpdates.again(
                            "clock_timestamp()",
                            "o.error",
                            "o.retry_count",
                            "clock_timestamp() + o.delay_micros * INTERVAL '1 microsecond'",
                            "o.refund",
                            "o.outcome IS NOT NULL"),
                    JobUpdates.archive("""
                SELECT id, claim, node, started_at, updated_at, outcome, error FROM written WHERE outcome IS NOT NULL""")));

    /**
     * The same for the outcome of a handler with a transaction of its own, which is the application's to bound. The planner must not see that
     * {@code status || ''} is the status: it would take jobs_running, which it believes empty, and read all that is dead
     * there, instead of the one entry of the id.
     */
    static final ReplannedStatement FINISH_ONE = new ReplannedStatement(
            """
            UPDATE ONLY jobs
            SET %s
            WHERE id = ?1 AND claim = ?2 AND status || '' = 'initialized'""".formatted(ClaimUpdates.ended("clock_timestamp()", "?3", "CAST(?4 AS jsonb)", "?5")));

    /** Which claims still stand; again, the planner must not see what {@code was} is. */
    private static final String STANDING = """
            WITH o AS MATERIALIZED (
                SELECT *, 'initialized' AS was
                FROM unnest(CAST(?1 AS varchar[]), CAST(?2 AS bigint[]), CAST('{}' AS integer[])) AS o (id, claim, nothing)
                CROSS JOIN %s
                WHERE COALESCE(nothing, 0) = 0
            )
            SELECT jobs.id, jobs.claim FROM o JOIN ONLY jobs ON jobs.id = o.id AND jobs.claim = o.claim AND jobs.status = o.was""".formatted(PostgresSessions.IDLE_BOUND);

    /** The weakest lock that an update needs: it waits for nobody's foreign key check. */
    private static final String LOCK_STANDING = STANDING + " FOR NO KEY UPDATE OF jobs SKIP LOCKED";

    private static final List<ArrayParameter<Outcome>> CLAIMS =
            List.of(ArrayParameter.texts(Outcome::id), ArrayParameter.longs(Outcome::claimNumber));

    static final List<ArrayParameter<Outcome>> OUTCOMES = List.of(
            ArrayParameter.texts(Outcome::id),
            ArrayParameter.longs(Outcome::claimNumber),
            ArrayParameter.texts(outcome -> outcome.status().word()),
            ArrayParameter.texts(Outcome::result),
            ArrayParameter.texts(Outcome::error));

    private static final List<ArrayParameter<Outcome>> OUTCOMES_AGAIN = List.of(
            ArrayParameter.texts(Outcome::id),
            ArrayParameter.longs(Outcome::claimNumber),
            ArrayParameter.texts(Outcome::attemptWord),
            ArrayParameter.texts(Outcome::error),
            ArrayParameter.integers(Outcome::retryCount),
            ArrayParameter.longs(Outcome::delayMicros),
            ArrayParameter.integers(Outcome::refunded));

    @Override
    public Set<Claim> finish(Function<String, Query> statements, Collection<Outcome> outcomes) {
        List<Outcome> last =
                outcomes.stream().filter(outcome -> !outcome.again()).toList();
        List<Outcome> again = outcomes.stream().filter(Outcome::again).toList();
        Set<Claim> lost = finish(statements, FINISH, OUTCOMES, last);
        lost.addAll(finish(statements, FINISH_AGAIN, OUTCOMES_AGAIN, again));
        return lost;
    }

    @Override
    public boolean complete(Function<String, Query> statements, Outcome outcome) {
        return FINISH_ONE.run(
                        statements,
                        written -> 1,
                        query -> query.setParameter(1, outcome.id())
                                .setParameter(2, outcome.claimNumber())
                                .setParameter(3, outcome.status().word())
                                .setParameter(4, outcome.result())
                                .setParameter(5, outcome.error())
                                .executeUpdate())
                == 1;
    }

    private static Set<Claim> finish(
            Function<String, Query> statements,
            ReplannedStatement statement,
            List<ArrayParameter<Outcome>> columns,
            List<Outcome> outcomes) {
        Set<Claim> lost = new HashSet<>();
        for (List<Outcome> part : ArrayParameter.parts(outcomes, PostgresOutcomes::length)) {
            List<?> rows = statement.<List<?>>run(
                    statements,
                    each -> part.size(),
                    query -> ArrayParameter.setParameters(query, columns, part).getResultList());
            rows.forEach(row -> lost.add(claim((Object[]) row)));
        }
        return lost;
    }

    @Override
    public Set<Claim> standing(Function<String, Query> statements, Collection<Outcome> outcomes, boolean lock) {
        Query query = statements.apply(lock ? LOCK_STANDING : STANDING);
        Set<Claim> standing = new HashSet<>();
        for (Object row : ArrayParameter.setParameters(query, CLAIMS, outcomes).getResultList()) {
            standing.add(claim((Object[]) row));
        }
        return standing;
    }

    private static int length(Outcome outcome) {
        return (outcome.result() == null ? 0 : outcome.result().length())
                + (outcome.error() == null ? 0 : outcome.error().length());
    }

    private static Claim claim(Object[] row) {
        return new Claim((String) row[0], ((Number) row[1]).longValue());
    }
}
