package dev.gork.log;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * A logger whose messages, and those of the exceptions that it logs, go through {@link LogText}. Every class of gork logs
 * by one, so that none has to remember which of its values come from outside.
 */
public final class SafeLog implements System.Logger {
    private final System.Logger log;

    SafeLog(System.Logger log) {
        this.log = log;
    }

    /** Returns the logger of a class. */
    public static System.Logger of(Class<?> type) {
        return of(type.getName());
    }

    /** Returns the logger with this name. */
    public static System.Logger of(String name) {
        return new SafeLog(System.getLogger(name));
    }

    @Override
    public String getName() {
        return log.getName();
    }

    @Override
    public boolean isLoggable(Level level) {
        return log.isLoggable(level);
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
        if (isLoggable(level)) {
            log.log(
                    level,
                    (ResourceBundle) null,
                    LogText.of(message),
                    thrown == null ? null : SafeThrowable.of(thrown));
        }
    }

    /** Formats here, so that no value is taken for a part of the format. */
    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, String format, Object @Nullable ... values) {
        if (isLoggable(level)) {
            String message = values == null || values.length == 0
                    ? format
                    : new MessageFormat(format, Locale.ROOT).format(values);
            log.log(level, (ResourceBundle) null, LogText.of(message), (Throwable) null);
        }
    }
}
