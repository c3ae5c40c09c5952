package dev.gork.console;

import org.jspecify.annotations.Nullable;

/** A parameter of a request cannot be used. */
final class InvalidParameterException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final @Nullable Integer limit;

    InvalidParameterException(String field, String problem) {
        this(field, problem, null);
    }

    /** With the highest value that would do. */
    InvalidParameterException(String field, String problem, @Nullable Integer limit) {
        super("Parameter '" + field + "' cannot be used: " + problem + ".");
        this.field = field;
        this.limit = limit;
    }

    String field() {
        return field;
    }

    /** The highest value that would do, where there is one. */
    @Nullable
    Integer limit() {
        return limit;
    }
}
