package dev.gork;

import org.jspecify.annotations.Nullable;

/**
 * A {@link JobRequest} that can never become a job: the message names the job, the value and the limit.
 *
 * <p>It is thrown before the database is asked, so the caller's transaction stays as it was.
 */
public class InvalidJobRequestException extends GorkException {
    private static final long serialVersionUID = 1L;

    private final String field;

    /** For the request's field with this name, as the API spells it. */
    public InvalidJobRequestException(String field, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.field = field;
    }

    /** The field that is wrong, as the API spells it: {@code id}, {@code queue}, {@code arguments}, … */
    public String field() {
        return field;
    }
}
