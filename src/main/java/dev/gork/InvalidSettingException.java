package dev.gork;

import org.jspecify.annotations.Nullable;

/** A {@code gork.*} setting with a value that cannot be used. It fails the deployment; the message says what is allowed. */
public class InvalidSettingException extends GorkException {
    private static final long serialVersionUID = 1L;

    /** With the key, the value and what is allowed. */
    public InvalidSettingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
