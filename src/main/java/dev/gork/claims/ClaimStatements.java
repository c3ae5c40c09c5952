package dev.gork.claims;

import dev.gork.database.Dialect;
import jakarta.persistence.Query;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** How due jobs are claimed. */
interface ClaimStatements {
    /** Those for a database. */
    static ClaimStatements of(Dialect dialect) {
        return dialect.isPostgres() ? new PostgresClaims() : new RowByRowClaims(dialect);
    }

    /**
     * Claims due jobs, skipping those that another transaction is claiming.
     *
     * @param statements makes a statement of its SQL
     * @param node who claims
     * @param wanted how many of each queue at most
     * @return the claimed rows, as {@link ClaimedJob#COLUMNS}, in any order
     */
    List<?> claim(Function<String, Query> statements, String node, Collection<ClaimRequest> wanted);
}
