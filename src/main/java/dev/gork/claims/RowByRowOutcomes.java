package dev.gork.claims;

import dev.gork.JobAttempt;
import dev.gork.database.Dialect;
import dev.gork.database.Times;
import dev.gork.jobs.Attempts;
import jakarta.persistence.Query;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How attempts end on any database, one by one. */
final class RowByRowOutcomes implements OutcomeStatements {
    private static final String FINISH = """
            UPDATE jobs SET %s
            WHERE id = ?1 AND claim = ?2 AND status = 'initialized'""";

    /** Locked, so that it is archived as it was exactly if the outcome is written. */
    private static final String LOCK_RUNNING = """
            SELECT node, started_at FROM jobs WHERE id = ?1 AND claim = ?2 AND status = 'initialized' FOR UPDATE""";

    private static final String STANDING =
            "SELECT id FROM jobs WHERE id = ?1 AND claim = ?2 AND status = 'initialized'";

    private static final String LOCK_STANDING = STANDING + " FOR UPDATE SKIP LOCKED";

    private static final String FINISH_AGAIN = """
            UPDATE jobs SET %s
            WHERE id = ?1""";

    private final Dialect dialect;

    RowByRowOutcomes(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Set<Claim> finish(Function<String, Query> statements, Collection<Outcome> outcomes) {
        Set<Claim> lost = new HashSet<>();
        for (Outcome outcome : outcomes) {
            boolean written = outcome.again() ? scheduleAgain(statements, outcome) : finish(statements, outcome);
            if (!written) {
                lost.add(outcome.claim());
            }
        }
        return lost;
    }

    @Override
    public boolean complete(Function<String, Query> statements, Outcome outcome) {
        return finish(statements, outcome);
    }

    private boolean finish(Function<String, Query> statements, Outcome outcome) {
        return statements
                        .apply(FINISH.formatted(
                                ClaimUpdates.ended("CURRENT_TIMESTAMP", "?3", dialect.text("?4"), dialect.text("?5"))))
                        .setParameter(1, outcome.id())
                        .setParameter(2, outcome.claimNumber())
                        .setParameter(3, outcome.status().word())
                        .setParameter(4, outcome.result())
                        .setParameter(5, outcome.error())
                        .executeUpdate()
                == 1;
    }

    private boolean scheduleAgain(Function<String, Query> statements, Outcome outcome) {
        List<?> running = statements
                .apply(LOCK_RUNNING)
                .setParameter(1, outcome.id())
                .setParameter(2, outcome.claimNumber())
                .getResultList();
        if (running.isEmpty()) {
            return false;
        }
        statements
                .apply(FINISH_AGAIN.formatted(ClaimUpdates.again(
                        "CURRENT_TIMESTAMP",
                        dialect.text("?2"),
                        "?3",
                        dialect.inMicroseconds("?4"),
                        "CAST(?5 AS integer)",
                        "CAST(?6 AS boolean)")))
                .setParameter(1, outcome.id())
                .setParameter(2, outcome.error())
                .setParameter(3, outcome.retryCount())
                .setParameter(4, outcome.delayMicros())
                .setParameter(5, outcome.refunded())
                .setParameter(6, outcome.attempt() != null)
                .executeUpdate();
        if (outcome.attempt() == null) {
            return true;
        }
        Object[] row = (Object[]) running.get(0);
        Attempts.archive(
                statements,
                outcome.id(),
                new JobAttempt(
                        outcome.claimNumber(),
                        (String) row[0],
                        Times.toInstantOrNull(row[1]),
                        null,
                        outcome.attempt(),
                        outcome.error()));
        return true;
    }

    @Override
    public Set<Claim> standing(Function<String, Query> statements, Collection<Outcome> outcomes, boolean lock) {
        String sql = lock ? LOCK_STANDING : STANDING;
        return outcomes.stream()
                .filter(outcome -> !statements
                        .apply(sql)
                        .setParameter(1, outcome.id())
                        .setParameter(2, outcome.claimNumber())
                        .getResultList()
                        .isEmpty())
                .map(Outcome::claim)
                .collect(Collectors.toSet());
    }
}
