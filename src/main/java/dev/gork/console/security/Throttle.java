package dev.gork.console.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Bounds how often someone may guess a password: so many failures of one name from one address, and of all names from one
 * address. A name is not bounded by itself, for then anyone could keep its owner out. An attempt counts as failed until
 * it has succeeded, so that many at once are bounded, too.
 */
@ApplicationScoped
public class Throttle {
    private static final int MAX_PER_NAME = 10;
    private static final int MAX_PER_ADDRESS = 100;
    private static final Duration WINDOW = Duration.ofMinutes(5);

    /** Beyond it the oldest is forgotten: memory is bounded, whoever tries what. */
    private static final int MAX_REMEMBERED = 20_000;

    private final Map<String, Failures> remembered = new LinkedHashMap<>();

    private static final class Failures {
        private final long since = System.nanoTime();
        private int count;

        boolean over() {
            return System.nanoTime() - since >= WINDOW.toNanos();
        }

        long secondsLeft() {
            return Math.max(1, WINDOW.minusNanos(System.nanoTime() - since).toSeconds() + 1);
        }
    }

    /** One try to sign in. */
    final class Attempt {
        private final List<String> keys;
        private final long waitSeconds;

        private Attempt(List<String> keys, long waitSeconds) {
            this.keys = keys;
            this.waitSeconds = waitSeconds;
        }

        /** Whether there were too many before it; then the password must not even be looked at. */
        boolean refused() {
            return waitSeconds > 0;
        }

        /** When it is worth trying again. */
        long waitSeconds() {
            return waitSeconds;
        }

        void succeeded() {
            synchronized (Throttle.this) {
                remembered.remove(keys.get(0));
                Failures ofAddress = remembered.get(keys.get(1));
                if (ofAddress != null) {
                    ofAddress.count--;
                }
            }
        }
    }

    synchronized Attempt attempt(String name, String address) {
        // Neither an address nor what follows it up to the space can be confused with another's.
        List<String> keys = List.of(address + " " + name, address);
        long wait = Math.max(secondsToWait(keys.get(0), MAX_PER_NAME), secondsToWait(keys.get(1), MAX_PER_ADDRESS));
        if (wait == 0) {
            keys.forEach(this::count);
        }
        return new Attempt(keys, wait);
    }

    /** How many failures are remembered, of whomever. */
    synchronized int remembered() {
        return remembered.size();
    }

    private long secondsToWait(String key, int max) {
        Failures failures = remembered.get(key);
        return failures == null || failures.over() || failures.count < max ? 0 : failures.secondsLeft();
    }

    private void count(String key) {
        Failures failures = remembered.get(key);
        if (failures == null || failures.over()) {
            remembered.remove(key);
            if (remembered.size() >= MAX_REMEMBERED) {
                remembered.remove(remembered.keySet().iterator().next());
            }
            failures = new Failures();
            remembered.put(key, failures);
        }
        failures.count++;
    }
}
