package dev.gork.claims;

import dev.gork.database.Dialect;
import jakarta.persistence.Query;
import java.util.Collection;
import java.util.Set;
import java.util.function.Function;

/** How the outcomes of attempts are written. */
interface OutcomeStatements {
    /** Those for a database. */
    static OutcomeStatements of(Dialect dialect) {
        return dialect.isPostgres() ? new PostgresOutcomes() : new RowByRowOutcomes(dialect);
    }

    /**
     * Writes outcomes to the rows that still have the outcome's claim number and are still being run.
     *
     * @param statements makes a statement of its SQL
     * @return the claims that were lost, whose rows are as they were
     */
    Set<Claim> finish(Function<String, Query> statements, Collection<Outcome> outcomes);

    /**
     * Writes one outcome in the transaction of its handler.
     *
     * @return false if its claim was lost, and the row is as it was
     */
    boolean complete(Function<String, Query> statements, Outcome outcome);

    /**
     * Finds which of these outcomes' claims still stand, for their rows are being run under that claim number.
     *
     * @param statements makes a statement of its SQL
     * @param lock whether to lock their rows for the transaction, leaving out those that someone else has locked
     */
    Set<Claim> standing(Function<String, Query> statements, Collection<Outcome> outcomes, boolean lock);
}
