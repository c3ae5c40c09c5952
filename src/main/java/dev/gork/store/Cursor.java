package dev.gork.store;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/** Where a page ended: the sort key of its last job, as one opaque text. */
record Cursor(Instant scheduledAt, String id) {
    /** What every database takes as a time. */
    private static final Instant MIN = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant MAX = Instant.parse("9999-12-31T00:00:00Z");

    String encode() {
        // PostgreSQL's infinity is beyond what can be compared with; its rows come first or last in any case.
        Instant at = scheduledAt.isAfter(MAX) ? MAX : scheduledAt.isBefore(MIN) ? MIN : scheduledAt;
        String text = at + " " + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IllegalArgumentException if the text is no cursor */
    static Cursor decode(String text) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 2);
            Instant scheduledAt = Instant.parse(parts[0]);
            if (Texts.problem(parts[1]) != null || scheduledAt.isBefore(MIN) || scheduledAt.isAfter(MAX)) {
                throw new IllegalArgumentException("out of range");
            }
            return new Cursor(scheduledAt, parts[1]);
        } catch (DateTimeException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("'" + text + "' is no cursor that a page gave", e);
        }
    }
}
