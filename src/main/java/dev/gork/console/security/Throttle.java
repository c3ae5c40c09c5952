package dev.gork.console.security;

import dev.gork.console.web.ClientAddress;
import dev.gork.console.web.FailureCounts;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Bounds how often someone may guess a password: so many failures of one name from one address, and of all names from one
 * address. A name is not bounded by itself, for then anyone could keep its owner out; nor does the bound of an address,
 * which may be a proxy's, hold for a name that has signed in from there. Failures alone count. What runs at once may fail
 * all of it, so where that would be too much, the next one waits for its turn; and so many passwords at most are checked
 * at a time, for each may take a processor a tenth of a second.
 */
@ApplicationScoped
public class Throttle {
    private static final int MAX_PER_NAME = 10;
    private static final int MAX_PER_ADDRESS = 100;
    private static final int MAX_AT_ONCE = 8;

    /** Each of them holds a thread of the server's. */
    private static final int MAX_WAITING = 100;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    private static final Duration REMEMBERED = Duration.ofDays(1);
    private static final int MAX_KNOWN = 10_000;

    private final FailureCounts failures = new FailureCounts();
    private final Map<String, Integer> running = new HashMap<>();

    /** Who has signed in from where, and when last; the oldest first. */
    private final Map<String, Long> known = new LinkedHashMap<>();

    private final long longestWaitNanos;
    private int runningNow;
    private int waiting;

    /** Waits as long as a person would. */
    public Throttle() {
        this(LONGEST_WAIT);
    }

    Throttle(Duration longestWait) {
        longestWaitNanos = longestWait.toNanos();
    }

    /** What may come of asking for a turn. */
    enum Turn {
        GRANTED,
        /** There were too many failures before. */
        REFUSED,
        /** Too many sign in at once. */
        BUSY
    }

    /** One try to sign in. Closing it ends its turn. */
    final class Attempt implements AutoCloseable {
        private final List<String> keys;
        private final Turn turn;
        private final long waitSeconds;

        private Attempt(List<String> keys, Turn turn, long waitSeconds) {
            this.keys = keys;
            this.turn = turn;
            this.waitSeconds = waitSeconds;
        }

        /** Unless it is granted, the password must not even be looked at. */
        Turn turn() {
            return turn;
        }

        /** When it is worth trying again. */
        long waitSeconds() {
            return waitSeconds;
        }

        void failed() {
            keys.forEach(failures::add);
        }

        void succeeded() {
            failures.forget(keys.get(0));
            remember(keys.get(0));
        }

        @Override
        public void close() {
            if (turn == Turn.GRANTED) {
                end(keys);
            }
        }
    }

    /** Asks for a turn, and waits for it if others have theirs now. */
    synchronized Attempt attempt(String name, String address) {
        String network = ClientAddress.key(address);
        // Neither an address nor what follows it up to the space can be confused with another's.
        String ofName = network + " " + name.strip().toLowerCase(Locale.ROOT);
        long deadline = System.nanoTime() + longestWaitNanos;
        while (true) {
            List<String> keys = isKnown(ofName) ? List.of(ofName) : List.of(ofName, network);
            long wait = keys.stream().mapToLong(this::secondsToWait).max().orElse(0);
            if (wait > 0) {
                return new Attempt(keys, Turn.REFUSED, wait);
            }
            if (runningNow < MAX_AT_ONCE && keys.stream().allMatch(this::hasRoom)) {
                runningNow++;
                keys.forEach(key -> running.merge(key, 1, Integer::sum));
                return new Attempt(keys, Turn.GRANTED, 0);
            }
            if (!waitUntil(deadline)) {
                return new Attempt(keys, Turn.BUSY, 1);
            }
        }
    }

    /** Returns how many failures are remembered, of whomever. */
    int remembered() {
        return failures.size();
    }

    private synchronized void end(List<String> keys) {
        runningNow--;
        keys.forEach(key -> running.computeIfPresent(key, (each, count) -> count == 1 ? null : count - 1));
        notifyAll();
    }

    /** Returns whether there may be a turn now: false if the time is up, or too many wait. */
    private boolean waitUntil(long deadline) {
        long left = deadline - System.nanoTime();
        if (left <= 0 || waiting >= MAX_WAITING) {
            return false;
        }
        waiting++;
        try {
            wait(left / 1_000_000 + 1);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting--;
        }
    }

    private long secondsToWait(String key) {
        return failures.count(key) < max(key) ? 0 : failures.secondsLeft(key);
    }

    private boolean hasRoom(String key) {
        return failures.count(key) + running.getOrDefault(key, 0) < max(key);
    }

    private static int max(String key) {
        return key.indexOf(' ') < 0 ? MAX_PER_ADDRESS : MAX_PER_NAME;
    }

    private synchronized void remember(String ofName) {
        known.remove(ofName);
        if (known.size() >= MAX_KNOWN) {
            known.remove(known.keySet().iterator().next());
        }
        known.put(ofName, System.nanoTime());
    }

    private boolean isKnown(String ofName) {
        Long since = known.get(ofName);
        return since != null && System.nanoTime() - since < REMEMBERED.toNanos();
    }
}
