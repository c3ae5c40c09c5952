package dev.gork;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is being done to many jobs, and how far it has come: in steps of some hundred jobs, in the background, by any node.
 *
 * @param id its id
 * @param request what is done, to which jobs, and who asked for it
 * @param state whether it goes on
 * @param done to how many jobs it was done
 * @param skipped how many were left alone, because their status forbids it or changed meanwhile
 * @param error why it failed; null if it did not
 * @param startedAt when it was started
 * @param endedAt when it ended; null while it runs
 */
public record BulkAction(
        String id,
        BulkRequest request,
        State state,
        long done,
        long skipped,
        @Nullable String error,
        Instant startedAt,
        @Nullable Instant endedAt) {

    /** Whether it goes on. */
    public enum State {
        /** It goes on. */
        RUNNING,
        /** All of its jobs have had their turn. */
        DONE,
        /** It was stopped; what was done stays done. */
        STOPPED,
        /** It cannot go on. */
        FAILED;

        private final String word = name().toLowerCase(Locale.ROOT);

        /** Returns the word in the table {@code gork_bulk} and in the HTTP API. */
        public String word() {
            return word;
        }

        /**
         * Finds the state that a word of the table means.
         *
         * @throws IllegalArgumentException if there is no such state
         */
        public static State of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
