package dev.gork.console.web;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts of what went wrong lately, by key. Memory is bounded, whoever tries what. */
public final class FailureCounts {
    private static final Duration WINDOW = Duration.ofMinutes(5);

    /** Beyond it the oldest is forgotten. */
    private static final int MAX_REMEMBERED = 20_000;

    private final Map<String, Failures> remembered = new LinkedHashMap<>();

    private static final class Failures {
        private final long since = System.nanoTime();
        private int count;

        boolean over() {
            return System.nanoTime() - since >= WINDOW.toNanos();
        }
    }

    /** Counts one more, and returns how many there have been since the first of the last five minutes. */
    public synchronized int add(String key) {
        Failures failures = remembered.get(key);
        if (failures == null || failures.over()) {
            remembered.remove(key);
            if (remembered.size() >= MAX_REMEMBERED) {
                remembered.remove(remembered.keySet().iterator().next());
            }
            failures = new Failures();
            remembered.put(key, failures);
        }
        return ++failures.count;
    }

    /** Returns how many there have been since the first of the last five minutes. */
    public synchronized int count(String key) {
        Failures failures = remembered.get(key);
        return failures == null || failures.over() ? 0 : failures.count;
    }

    /** Returns how long they go on counting. */
    public synchronized long secondsLeft(String key) {
        Failures failures = remembered.get(key);
        return failures == null
                ? 0
                : Math.max(
                        1, WINDOW.minusNanos(System.nanoTime() - failures.since).toSeconds() + 1);
    }

    /** Counts from zero again. */
    public synchronized void forget(String key) {
        remembered.remove(key);
    }

    /** Returns how many keys are remembered. */
    public synchronized int size() {
        return remembered.size();
    }
}
