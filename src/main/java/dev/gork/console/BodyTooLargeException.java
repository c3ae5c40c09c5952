package dev.gork.console;

import java.io.IOException;

/** A request's body is longer than any that can be used. */
final class BodyTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int limit;

    BodyTooLargeException(int limit) {
        super("The body is larger than " + limit + " bytes, the limit.");
        this.limit = limit;
    }

    int limit() {
        return limit;
    }
}
