package dev.gork;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What became of the attempts at a queue's jobs over time, or at those of all queues.
 *
 * @param step the length of a point
 * @param from where the first point begins
 * @param to where the last point ends, which is in the future
 * @param points one for each step, the oldest first, also where nothing happened
 */
public record QueueHistory(Duration step, Instant from, Instant to, List<Point> points) {

    /** How far back the history goes: the further, the longer the steps. */
    public enum Range {
        /** An hour, in minutes. */
        HOUR("1h", Duration.ofHours(1), Duration.ofMinutes(1)),
        /** Six hours, in steps of five minutes. */
        SIX_HOURS("6h", Duration.ofHours(6), Duration.ofMinutes(5)),
        /** A day, in quarters of an hour. */
        DAY("24h", Duration.ofHours(24), Duration.ofMinutes(15)),
        /** A week, in hours. */
        WEEK("7d", Duration.ofDays(7), Duration.ofHours(1));

        private final String word;
        private final Duration length;
        private final Duration step;

        Range(String word, Duration length, Duration step) {
            this.word = word;
            this.length = length;
            this.step = step;
        }

        /** Returns the word in the HTTP API. */
        public String word() {
            return word;
        }

        /** Returns the time from its first point to its last. */
        public Duration length() {
            return length;
        }

        /** Returns the length of a point. */
        public Duration step() {
            return step;
        }

        /**
         * Finds the range that a word of the HTTP API means.
         *
         * @throws IllegalArgumentException if there is none; the message lists those there are
         */
        public static Range of(String word) {
            for (Range range : values()) {
                if (range.word.equals(word)) {
                    return range;
                }
            }
            throw new IllegalArgumentException("range must be 1h, 6h, 24h or 7d, but was '" + word + "'");
        }
    }

    /**
     * One step.
     *
     * @param at when it began
     * @param completed jobs that were completed
     * @param retried attempts that failed and were followed by another
     * @param failed jobs that failed
     * @param waitP95Millis what 95 % of the jobs claimed in it had waited at most
     * @param runP95Millis what 95 % of the handlers that ended in it took at most
     */
    public record Point(
            Instant at, long completed, long retried, long failed, double waitP95Millis, double runP95Millis) {}
}
