package dev.gork;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an action on one job did.
 *
 * @param id the job it was for
 * @param answer whether it was done
 * @param found the status that the job had before, or null if there is no such job
 */
public record ActionResult(
        String id, Answer answer, @Nullable JobStatus found) {

    /** Whether an action was done. */
    public enum Answer {
        /** It was done. */
        DONE,
        /** There is no such job. */
        NOT_FOUND,
        /** The job's status forbids it; nothing was changed. */
        REFUSED
    }

    /** Whether the action was done. */
    public boolean done() {
        return answer == Answer.DONE;
    }

    /** The status that the job had before the action, if there is such a job. */
    public Optional<JobStatus> status() {
        return Optional.ofNullable(found);
    }
}
