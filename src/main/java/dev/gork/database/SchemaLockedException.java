package dev.gork.database;

import dev.gork.StoreUnavailableException;

/** The tables could not be changed, for others use them. */
final class SchemaLockedException extends StoreUnavailableException {
    private static final long serialVersionUID = 1L;

    SchemaLockedException(String message, Throwable cause) {
        super(message, cause);
    }
}
