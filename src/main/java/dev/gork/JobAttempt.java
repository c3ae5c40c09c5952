package dev.gork;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a job, from its claim to its outcome.
 *
 * @param claim the claim number under which it ran; they rise from attempt to attempt, and may leave some out
 * @param node the id of the node that ran it; null for one of gork's own Go workers
 * @param startedAt when it was claimed; null if nobody wrote it down
 * @param endedAt when its outcome was written; null while it runs
 * @param outcome how it ended
 * @param error why it failed or was rescued; null if it did not
 */
public record JobAttempt(
        long claim,
        @Nullable String node,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        Outcome outcome,
        @Nullable String error) {

    /** How an attempt ended. */
    public enum Outcome {
        /** It has not ended. */
        RUNNING,
        /** Its handler returned. */
        COMPLETED,
        /** It failed, and the job was scheduled for another one. */
        RETRIED,
        /** It failed, and the job with it. */
        FAILED,
        /** Its node gave the job back before the handler was done, or called. */
        RELEASED,
        /** Its node had expired, and the job was rescued. */
        RESCUED;

        private final String word = name().toLowerCase(Locale.ROOT);

        /** The word in the table {@code gork_attempts} and in the API. */
        public String word() {
            return word;
        }

        /**
         * The outcome that a word of the table means.
         *
         * @throws IllegalArgumentException if there is no such outcome
         */
        public static Outcome of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
