package dev.gork.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node as it last told of itself.
 *
 * @param id new at every start
 * @param name its host's
 * @param startedAt when it started
 * @param lastSeenAt its last sign of life
 * @param alive whether that is no longer ago than the lease
 * @param queues what it serves, as of then
 * @param jobs what it runs now, at most {@link NodeQueries#MAX_JOBS}
 */
public record NodeInfo(
        String id,
        String name,
        Instant startedAt,
        Instant lastSeenAt,
        boolean alive,
        List<Workers> queues,
        List<Running> jobs) {

    NodeInfo running(List<Running> now) {
        return new NodeInfo(id, name, startedAt, lastSeenAt, alive, queues, now);
    }

    /**
     * A queue that it serves.
     *
     * @param queue its name
     * @param instances how many of its jobs it runs at once at most, paused or not
     * @param running how many it ran
     * @param stuck how many of them went on although they were interrupted
     */
    public record Workers(String queue, int instances, int running, int stuck) {}

    /**
     * A job that it runs.
     *
     * @param id the job
     * @param queue its queue
     * @param startedAt since when
     */
    public record Running(String id, String queue, @Nullable Instant startedAt) {}
}
