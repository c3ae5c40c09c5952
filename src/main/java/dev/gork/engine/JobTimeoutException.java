package dev.gork.engine;

import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What an attempt fails with that took longer than its queue's timeout. */
class JobTimeoutException extends TimeoutException {
    private static final long serialVersionUID = 1L;

    /** With what the handler threw when it was interrupted, or null if it went on and returned. */
    JobTimeoutException(RunningJob job, @Nullable Exception thrown) {
        super("timed out: " + job + " was interrupted after its timeout of "
                + job.timeout().toMillis() + " ms; raise gork.queues." + job.queue() + ".timeout if it needs longer");
        initCause(thrown);
    }
}
