package dev.gork;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node, as of its last heartbeat.
 *
 * @param id its id, a new one at every start
 * @param name its host's name
 * @param startedAt when it started
 * @param lastSeenAt when its last heartbeat was written
 * @param alive whether that is no longer ago than the lease
 * @param queues the queues that it serves, as of then
 * @param jobs the jobs that it runs now, at most {@value #MAX_JOBS}
 */
public record NodeInfo(
        String id,
        String name,
        Instant startedAt,
        Instant lastSeenAt,
        boolean alive,
        List<ServedQueue> queues,
        List<RunningJob> jobs) {

    /** The most jobs that are listed of a node. */
    public static final int MAX_JOBS = 100;

    /**
     * A queue that a node serves.
     *
     * @param queue its name
     * @param slots how many of its jobs the node runs at once at most, paused or not
     * @param running how many it ran
     * @param stuck how many of them went on although they were interrupted
     */
    public record ServedQueue(String queue, int slots, int running, int stuck) {}

    /**
     * A job that a node runs.
     *
     * @param id the job
     * @param queue its queue
     * @param startedAt since when; null if its row does not say
     */
    public record RunningJob(
            String id, String queue, @Nullable Instant startedAt) {}
}
