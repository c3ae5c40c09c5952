package dev.gork.claims;

import dev.gork.database.Dialect;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Claims on any database that can skip locked rows: a queue after the other. */
final class RowByRowClaims implements ClaimStatements {
    /** No standard statement changes rows, skips locked ones and returns what they are now, so a claim is three. */
    private static final String LOCK_DUE = """
            SELECT id FROM jobs
            WHERE status = 'scheduled' AND queue = ?1 AND scheduled_at <= CURRENT_TIMESTAMP
            ORDER BY priority DESC, scheduled_at, id
            FETCH FIRST ?2 ROWS ONLY
            FOR UPDATE SKIP LOCKED""";

    /** The claim number is the time, in microseconds; one more than the last, where the clock was set back. */
    private static final String CLAIM = """
            UPDATE jobs
            SET status = 'initialized', started_at = CURRENT_TIMESTAMP,
                claim = GREATEST(LEAST(claim, 9223372036854775806) + 1, %s),
                attempts = LEAST(attempts, 2147483646) + 1, node = ?1, updated_at = CURRENT_TIMESTAMP
            WHERE id IN (%s)""";

    private final Dialect dialect;

    RowByRowClaims(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public List<?> claim(Function<String, Query> statements, String node, Collection<ClaimRequest> wanted) {
        List<Object> ids = new ArrayList<>();
        for (ClaimRequest each : wanted) {
            List<?> locked = statements
                    .apply(LOCK_DUE)
                    .setParameter(1, each.queue())
                    .setParameter(2, each.count())
                    .getResultList();
            ids.addAll(locked);
        }
        if (ids.isEmpty()) {
            return List.of();
        }
        bind(
                        statements
                                .apply(CLAIM.formatted(dialect.microseconds(), placeholders(2, ids.size())))
                                .setParameter(1, node),
                        2,
                        ids)
                .executeUpdate();
        String select =
                "SELECT %s FROM jobs WHERE id IN (%s)".formatted(ClaimedJob.COLUMNS, placeholders(1, ids.size()));
        return bind(statements.apply(select), 1, ids).getResultList();
    }

    private static String placeholders(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(i -> "?" + i).collect(Collectors.joining(", "));
    }

    private static Query bind(Query query, int from, List<Object> values) {
        for (int i = 0; i < values.size(); i++) {
            query.setParameter(from + i, values.get(i));
        }
        return query;
    }
}
