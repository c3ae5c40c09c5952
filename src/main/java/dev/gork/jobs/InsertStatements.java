package dev.gork.jobs;

import dev.gork.database.Dialect;
import dev.gork.database.Sql;
import java.util.Collection;
import java.util.Set;

/** How new jobs get into the table. */
interface InsertStatements {
    /** Those for a database. */
    static InsertStatements of(Dialect dialect) {
        return dialect.isPostgres() ? new PostgresInserts() : new RowByRowInserts(dialect);
    }

    /**
     * Inserts jobs, leaving out those whose id is taken, without a failing statement.
     *
     * @return the ids that were inserted
     */
    Set<String> insert(Sql sql, Collection<NewJob> jobs);
}
