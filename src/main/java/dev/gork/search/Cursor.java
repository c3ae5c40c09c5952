package dev.gork.search;

import dev.gork.payload.Texts;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Where a page ended: the id of its last job, as an opaque text. */
record Cursor(String id) {
    private static final String MARK = "id:";

    String encode() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((MARK + id).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IllegalArgumentException if the text is no cursor */
    static Cursor decode(String text) {
        try {
            String decoded = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            if (decoded.startsWith(MARK) && Texts.problem(decoded) == null) {
                return new Cursor(decoded.substring(MARK.length()));
            }
        } catch (IllegalArgumentException e) { // not even Base64
            throw refused(text, e);
        }
        throw refused(text, null);
    }

    private static IllegalArgumentException refused(String text, @Nullable Exception cause) {
        return new IllegalArgumentException("'" + text + "' is no cursor that a page gave", cause);
    }
}
