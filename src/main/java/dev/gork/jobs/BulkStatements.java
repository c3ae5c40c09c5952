package dev.gork.jobs;

import dev.gork.BulkRequest;
import dev.gork.JobStatus;
import dev.gork.database.Dialect;
import dev.gork.database.Sql;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How one kind of database makes a transition of many jobs at once, where it can with one statement. */
interface BulkStatements {
    /** Those for a database; null if one by one is as fast. */
    static @Nullable BulkStatements of(Dialect dialect) {
        return dialect.isPostgres() ? new PostgresBulk() : null;
    }

    /**
     * Makes the transition of those of these jobs that have one of these statuses.
     *
     * @return of each the id, the queue and the status before
     */
    List<?> act(Sql sql, BulkRequest.Action action, Collection<String> ids, Set<JobStatus> from);
}
