package dev.gork.engine;

import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What an attempt fails with that took longer than its queue's timeout. */
class JobTimeoutException extends TimeoutException {
    private static final long serialVersionUID = 1L;

    /** With what the handler threw when it was interrupted, or null if it went on and returned. */
    JobTimeoutException(RunningJob job, @Nullable Exception thrown) {
        this("timed out: " + job + " was interrupted after its timeout of "
                + job.timeout().toMillis() + " ms; raise gork.queues." + job.queue() + ".timeout if it needs longer");
        initCause(thrown);
    }

    private JobTimeoutException(String message) {
        super(message);
    }

    /** For a handler that goes on all the same; with its stack, which says where. */
    static JobTimeoutException ignored(RunningJob job) {
        JobTimeoutException stuck = new JobTimeoutException("timed out, and stuck: " + job
                + " ignores the interrupt after its timeout of " + job.timeout().toMillis()
                + " ms, and keeps its slot until it ends");
        stuck.setStackTrace(job.stack());
        return stuck;
    }
}
