package dev.gork.stats;

import dev.gork.database.BoundedQuery;
import dev.gork.database.Dialect;
import dev.gork.database.Sql;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one kind of database keeps the counts of jobs, and finds out what waits, without reading it all. */
interface CountStatements {

    /** Those for a database. */
    static CountStatements of(Dialect dialect) {
        return dialect.isPostgres() ? new PostgresCounts(dialect) : new RowByRowCounts();
    }

    /** Adds the changes of gork_count_deltas to gork_counts, and takes them out; how many there were. */
    int fold(Sql sql);

    /** Names of queues with scheduled jobs, at most so many. */
    List<?> scheduledQueues(Sql sql, int limit);

    /**
     * How much is scheduled in queues.
     *
     * @param due up to where jobs that are due are counted
     * @param scheduled up to where scheduled jobs are counted, due or not
     * @return queue, how many jobs are due, since when the oldest of them is, the time now, and how many jobs are scheduled
     */
    List<?> depths(Sql sql, Collection<String> queues, int due, int scheduled);

    /**
     * The same of these queues, or, for null, of all that have scheduled jobs, if it can be found out within
     * {@link BoundedQuery#BUDGET}.
     *
     * @param maxQueues of how many queues at most
     */
    Optional<List<?>> depths(Sql sql, @Nullable Collection<String> queues, int maxQueues, int due, int scheduled);
}
