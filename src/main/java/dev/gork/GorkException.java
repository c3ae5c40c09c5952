package dev.gork;

import org.jspecify.annotations.Nullable;

/** What every exception of this library extends. */
public abstract class GorkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what went wrong, for which job or setting, and the way out. */
    protected GorkException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
