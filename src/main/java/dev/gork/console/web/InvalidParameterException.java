package dev.gork.console.web;

import dev.gork.console.views.Problem;
import org.jspecify.annotations.Nullable;

/** A parameter of a request cannot be used. */
public final class InvalidParameterException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final @Nullable Integer limit;

    /** Makes one for a value that is wrong whatever its size. */
    public InvalidParameterException(String field, String problem) {
        this(field, problem, null);
    }

    /** Makes one with the highest value that would do. */
    public InvalidParameterException(String field, String problem, @Nullable Integer limit) {
        super("Parameter '" + field + "' cannot be used: " + problem + ".");
        this.field = field;
        this.limit = limit;
    }

    /** Returns the answer to such a request. */
    public Problem problem() {
        return Problem.of(400, "Invalid request", String.valueOf(getMessage())).of(field, limit);
    }
}
