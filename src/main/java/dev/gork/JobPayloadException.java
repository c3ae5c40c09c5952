package dev.gork;

import org.jspecify.annotations.Nullable;

/**
 * A job's arguments could not be read as the asked type, or its result not be written as JSON. Within a handler it
 * counts as a failed attempt like any other exception.
 */
public class JobPayloadException extends GorkException {
    private static final long serialVersionUID = 1L;

    /** With the job, the type and what is wrong. */
    public JobPayloadException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
