package dev.gork.jobs;

import dev.gork.JobEvent;
import dev.gork.JobStatus;
import org.jspecify.annotations.Nullable;

/**
 * A transition of which there is nothing more to say.
 *
 * @param id the job's id
 * @param queue its queue
 * @param from what it was; null if it was not there
 * @param to what it has become; null if it has been deleted
 * @param event what observers hear of it; null for nothing
 */
public record StatusChange(
        String id,
        String queue,
        @Nullable JobStatus from,
        @Nullable JobStatus to,
        @Nullable JobEvent event) implements Transition {}
