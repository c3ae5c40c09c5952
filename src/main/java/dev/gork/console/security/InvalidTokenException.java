package dev.gork.console.security;

/** A bearer token cannot be believed; the message says why, and nothing of what is in it. */
final class InvalidTokenException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidTokenException(String reason) {
        super(reason);
    }
}
