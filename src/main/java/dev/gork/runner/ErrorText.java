package dev.gork.runner;

import dev.gork.JobPayloadException;
import dev.gork.payload.Texts;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * What a row keeps of an exception: the message alone in the first line, then the stack down to the engine. Below gork's
 * own word that a payload cannot be used, nobody's messages: those of JSON-B and its kind repeat the payload's values, and
 * an error is shown to people who may not see them.
 */
final class ErrorText {
    private static final int MAX_LENGTH = 10_000;
    private static final int MAX_FRAMES = 30;

    private ErrorText() {}

    static String of(Throwable failure) {
        StringBuilder text = new StringBuilder(message(failure));
        boolean payload = false;
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable each = failure;
                each != null && seen.add(each) && text.length() < MAX_LENGTH;
                each = each.getCause()) {
            text.append(each == failure ? "\n" : "\nCaused by: ")
                    .append(each.getClass().getName());
            if (each != failure && !payload) {
                text.append(": ").append(message(each));
            }
            appendFrames(text, each);
            payload |= each instanceof JobPayloadException;
        }
        return Texts.storable(text.toString(), MAX_LENGTH);
    }

    private static String message(Throwable failure) {
        try {
            String message = failure.getMessage();
            return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
        } catch (RuntimeException e) { // an exception of the application's own making
            return failure.getClass().getSimpleName();
        }
    }

    private static void appendFrames(StringBuilder text, Throwable failure) {
        int frames = 0;
        for (StackTraceElement frame : failure.getStackTrace()) {
            // Below the handler there are only CDI, reflection and this engine, the same for every job.
            if (frames > 0 && frame.getClassName().startsWith("jdk.internal.reflect.") || frames == MAX_FRAMES) {
                break;
            }
            text.append("\n\tat ").append(frame);
            frames++;
        }
    }
}
