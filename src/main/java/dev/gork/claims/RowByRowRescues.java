package dev.gork.claims;

import dev.gork.JobAttempt;
import dev.gork.database.Dialect;
import dev.gork.database.Times;
import dev.gork.jobs.Attempts;
import jakarta.persistence.Query;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rescues on any database that can skip locked rows, one by one. */
final class RowByRowRescues implements RescueStatements {
    private static final String FIND_ORPHANS = """
            SELECT id, claim, node, started_at FROM jobs
            WHERE status = 'initialized' AND node <> ?2
              AND NOT EXISTS (SELECT 1 FROM gork_nodes n WHERE n.id = jobs.node
                              AND n.last_seen_at >= %s)
            FETCH FIRST %s ROWS ONLY
            FOR UPDATE SKIP LOCKED""";

    /** gork's Go workers leave no node, so there it is the start and the timeout that tell, as gork itself does. */
    private static final String FIND_OVERDUE = """
            SELECT id, claim, node, started_at FROM jobs
            WHERE status = 'initialized' AND queue = ?1 AND node IS NULL
              AND COALESCE(started_at, updated_at) < %s
            FETCH FIRST %s ROWS ONLY
            FOR UPDATE SKIP LOCKED""";

    /** On top of the fence: whether the node is gone is asked again. A suspect's rescue counts only if it had begun. */
    private static final String RESCUE = """
            UPDATE jobs
            SET %s
            WHERE id = ?1 AND claim = ?2 AND status = 'initialized'
              AND NOT EXISTS (SELECT 1 FROM gork_nodes n WHERE n.id = jobs.node
                              AND n.last_seen_at >= %s)""";

    private static final String RESCUED = "SELECT id, queue, rescues FROM jobs WHERE id = ?1";

    private final Dialect dialect;

    RowByRowRescues(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public List<?> findOrphans(Function<String, Query> statements, Duration lease, @Nullable String but) {
        return statements
                .apply(FIND_ORPHANS.formatted(dialect.secondsAgo("?1"), PART))
                .setParameter(1, seconds(lease))
                .setParameter(2, but == null ? "" : but)
                .getResultList();
    }

    @Override
    public List<?> findOverdue(Function<String, Query> statements, Map<String, Duration> timeouts) {
        List<Object> found = new ArrayList<>();
        timeouts.forEach((queue, timeout) -> {
            List<?> rows = statements
                    .apply(FIND_OVERDUE.formatted(dialect.secondsAgo("?2"), PART))
                    .setParameter(1, queue)
                    .setParameter(2, seconds(timeout))
                    .getResultList();
            found.addAll(rows);
        });
        return found;
    }

    @Override
    public List<?> rescue(Function<String, Query> statements, List<?> found, Rescue rescue) {
        List<Object> rescued = new ArrayList<>();
        for (Object each : found) {
            Object[] row = (Object[]) each;
            String id = (String) row[0];
            long claim = ((Number) row[1]).longValue();
            int written = statements
                    .apply(RESCUE.formatted(ClaimUpdates.rescued("CURRENT_TIMESTAMP"), dialect.secondsAgo("?4")))
                    .setParameter(1, id)
                    .setParameter(2, claim)
                    .setParameter(3, rescue.reason())
                    .setParameter(4, seconds(rescue.lease()))
                    .setParameter(5, rescue.suspectedFrom())
                    .executeUpdate();
            if (written == 1) {
                Attempts.archive(
                        statements,
                        id,
                        new JobAttempt(
                                claim,
                                (String) row[2],
                                Times.toInstantOrNull(row[3]),
                                null,
                                JobAttempt.Outcome.RESCUED,
                                rescue.reason()));
                rescued.add(statements.apply(RESCUED).setParameter(1, id).getSingleResult());
            }
        }
        return rescued;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
