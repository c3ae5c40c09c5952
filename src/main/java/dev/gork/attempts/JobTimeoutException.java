package dev.gork.attempts;

import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What an attempt fails with that took longer than its queue's timeout. */
public final class JobTimeoutException extends TimeoutException {
    private static final long serialVersionUID = 1L;

    /** With what the handler threw when it was interrupted, or null if it went on and returned. */
    public JobTimeoutException(Attempt attempt, @Nullable Exception thrown) {
        this("timed out: " + attempt + " was interrupted after its timeout of "
                + attempt.time().timeout().toMillis() + " ms; raise gork.queues." + attempt.queue()
                + ".timeout if it needs longer");
        initCause(thrown);
    }

    private JobTimeoutException(String message) {
        super(message);
    }

    /** For a handler that goes on all the same; with its stack, which says where. */
    public static JobTimeoutException ignored(Attempt attempt) {
        JobTimeoutException stuck = new JobTimeoutException("timed out, and stuck: " + attempt
                + " ignores the interrupt after its timeout of "
                + attempt.time().timeout().toMillis()
                + " ms, and keeps its slot until it ends");
        stuck.setStackTrace(attempt.stack());
        return stuck;
    }
}
