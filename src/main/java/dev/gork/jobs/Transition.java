package dev.gork.jobs;

import dev.gork.JobEvent;
import dev.gork.JobStatus;
import org.jspecify.annotations.Nullable;

/**
 * A change of a job's status that a statement has made: everything that follows a job, such as counts and events, follows
 * these. What more there is to say of one, its own type has.
 */
public interface Transition {
    /** The job's id. */
    String id();

    /** Its queue. */
    String queue();

    /** What it was; null if it was not there. */
    @Nullable
    JobStatus from();

    /** What it has become; null if it has been deleted. */
    @Nullable
    JobStatus to();

    /** What observers hear of it; null for nothing. */
    default @Nullable JobEvent event() {
        return null;
    }
}
