package dev.gork;

import org.jspecify.annotations.Nullable;

/** The jobs table cannot be used: the database is away, of an unsupported kind, or lacks the table. */
public class StoreUnavailableException extends GorkException {
    private static final long serialVersionUID = 1L;

    /** With the reason and the way out. */
    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
