package dev.gork.store;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /**
     * The same of these queues, or, for null, of all that have scheduled jobs, if it can be found out in so much time.
     *
     * @param maxQueues of how many queues at most
     */
    Optional<List<?>> depths(
            EntityManager em,
            @Nullable Collection<String> queues,
            int maxQueues,
            int due,
            int scheduled,
            Duration budget);
}
