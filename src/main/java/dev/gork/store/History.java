package dev.gork.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What became of attempts over time.
 *
 * @param step the length of a point
 * @param from where the first point begins
 * @param to where the last point ends
 * @param points one for each step, the oldest first, those of nothing too
 */
public record History(Duration step, Instant from, Instant to, List<Point> points) {

    /** How far back to look: the further, the longer the steps. */
    public enum Range {
        /** In minutes. */
        HOUR("1h", Duration.ofHours(1), Duration.ofMinutes(1)),
        /** In five minutes. */
        SIX_HOURS("6h", Duration.ofHours(6), Duration.ofMinutes(5)),
        /** In quarters of an hour. */
        DAY("24h", Duration.ofHours(24), Duration.ofMinutes(15)),
        /** In hours. */
        WEEK("7d", Duration.ofDays(7), Duration.ofHours(1));

        private final String word;
        private final Duration length;
        private final Duration step;

        Range(String word, Duration length, Duration step) {
            this.word = word;
            this.length = length;
            this.step = step;
        }

        /** As the API spells it. */
        public String word() {
            return word;
        }

        /** From its first point to its last. */
        public Duration length() {
            return length;
        }

        /** The length of a point. */
        public Duration step() {
            return step;
        }

        /**
         * The range that a word of the API means.
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
