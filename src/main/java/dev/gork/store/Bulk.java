package dev.gork.store;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that is done to many jobs at once, and how far it has come.
 *
 * @param id its id
 * @param action what is done
 * @param target to which jobs
 * @param state whether it goes on
 * @param done to how many jobs it was done
 * @param skipped how many were left alone, because their status forbids it or changed meanwhile
 * @param error why it failed; null if it did not
 * @param startedBy who asked for it
 * @param startedAt when
 * @param endedAt when it ended; null while it runs
 */
public record Bulk(
        String id,
        BulkAction action,
        BulkTarget target,
        State state,
        long done,
        long skipped,
        @Nullable String error,
        String startedBy,
        Instant startedAt,
        @Nullable Instant endedAt) {

    /** Whether it goes on. */
    public enum State {
        /** It goes on. */
        RUNNING,
        /** All jobs were looked at. */
        DONE,
        /** Someone stopped it; what is done stays done. */
        STOPPED,
        /** It cannot go on. */
        FAILED;

        private final String word = name().toLowerCase(Locale.ROOT);

        /** The word in the table {@code gork_bulk} and in the API. */
        public String word() {
            return word;
        }

        static State of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
