package dev.gork.stats;

import java.time.Duration;

/**
 * Times in buckets by powers of two: less than 1 ms, 2 ms, 4 ms and so on to the better part of a day.
 * Histograms of many nodes and minutes can be added, which percentiles cannot.
 */
final class Histogram {
    /** The last one takes all that is longer than 2^25 ms, nine hours. */
    static final int BUCKETS = 27;

    private final long[] counts;

    Histogram() {
        this(new long[BUCKETS]);
    }

    Histogram(long[] counts) {
        this.counts = counts;
    }

    void add(Duration time) {
        counts[bucket(Math.max(0, time.toMillis()))]++;
    }

    void add(Histogram other) {
        for (int i = 0; i < BUCKETS; i++) {
            counts[i] += other.counts[i];
        }
    }

    /** How many times are in each bucket, the shortest first. */
    Integer[] toArray() {
        Integer[] array = new Integer[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            array[i] = (int) Math.min(counts[i], Integer.MAX_VALUE);
        }
        return array;
    }

    /** The time, in milliseconds, that 95 % of them do not exceed, as evenly as they may lie in its bucket; 0 of none. */
    double p95() {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        double wanted = total * 0.95;
        double below = 0;
        for (int i = 0; i < BUCKETS; i++) {
            if (counts[i] > 0 && below + counts[i] >= wanted) {
                double from = i == 0 ? 0 : Math.pow(2, i - 1);
                double to = Math.pow(2, i);
                return from + (to - from) * (wanted - below) / counts[i];
            }
            below += counts[i];
        }
        return 0;
    }

    private static int bucket(long millis) {
        return Math.min(Long.SIZE - Long.numberOfLeadingZeros(millis), BUCKETS - 1);
    }
}
