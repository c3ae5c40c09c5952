package dev.gork;

import java.util.Map;

/**
 * How many jobs a queue has.
 *
 * @param queue the queue
 * @param byStatus the number of jobs in each status; a status without jobs has 0
 */
public record QueueCounts(String queue, Map<JobStatus, Long> byStatus) {

    /** The number of jobs in this status. */
    public long count(JobStatus status) {
        return byStatus.getOrDefault(status, 0L);
    }
}
