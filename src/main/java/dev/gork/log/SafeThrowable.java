package dev.gork.log;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An exception as it is printed, with safe messages: a driver quotes ids in its own, and a handler whatever it likes. */
final class SafeThrowable extends Throwable {
    private static final long serialVersionUID = 1L;

    private final String text;

    private SafeThrowable(String text) {
        this.text = LogText.of(text);
    }

    static Throwable of(Throwable thrown) {
        try {
            return of(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
        } catch (RuntimeException | StackOverflowError e) { // an exception that cannot even say what it is
            SafeThrowable safe = new SafeThrowable(thrown.getClass().getName());
            safe.setStackTrace(e.getStackTrace());
            return safe;
        }
    }

    /** Causes may go in a circle. */
    private static SafeThrowable of(Throwable thrown, Set<Throwable> seen) {
        seen.add(thrown);
        SafeThrowable safe = new SafeThrowable(thrown.toString());
        safe.setStackTrace(thrown.getStackTrace());
        Throwable cause = thrown.getCause();
        if (cause != null && !seen.contains(cause)) {
            safe.initCause(of(cause, seen));
        }
        for (Throwable suppressed : thrown.getSuppressed()) {
            if (!seen.contains(suppressed)) {
                safe.addSuppressed(of(suppressed, seen));
            }
        }
        return safe;
    }

    /** Its own stack is nobody's business. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    @Override
    public @Nullable String getMessage() {
        return text;
    }

    /** Reads like the exception that it stands for. */
    @Override
    public String toString() {
        return text;
    }
}
