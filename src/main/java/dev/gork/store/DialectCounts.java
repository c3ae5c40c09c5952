package dev.gork.store;

import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.List;

/** How one kind of database keeps the counts of jobs, and finds out what waits, without reading it all. */
interface DialectCounts {

    /** Adds the changes of gork_count_deltas to gork_counts, and takes them out; how many there were. */
    int fold(EntityManager em);

    /** Names of queues with scheduled jobs, at most so many. */
    List<?> scheduledQueues(EntityManager em, int limit);

    /**
     * How much is scheduled in queues.
     *
     * @param due up to where jobs that are due are counted
     * @param scheduled up to where scheduled jobs are counted, due or not
     * @return queue, how many jobs are due, since when the oldest of them is, the time now, and how many jobs are scheduled
     */
    List<?> depths(EntityManager em, Collection<String> queues, int due, int scheduled);
}
