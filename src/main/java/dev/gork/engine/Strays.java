package dev.gork.engine;

import dev.gork.claims.Claim;
import dev.gork.claims.ClaimStore;
import dev.gork.log.SafeLog;
import dev.gork.outcomes.HeldClaims;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds strays and releases them: jobs that are this node's by the table and that it does not know of, because the
 * answer to its claim was lost, or an Error came between. Nobody else may take them while the node lives.
 *
 * <p>Only for the poller's thread: nobody else claims, so no claim is under way while it looks. What the node has is noted
 * before the table is read, so that an outcome written in between makes no stray; and it takes two looks in a row to make
 * one.
 *
 * <p>After a claim whose end is not known it looks at once, then less and less often, and from then on at the interval:
 * such a claim may become visible at any time, once a standby is back that its commit waits for, or the network delivers
 * what it still holds. Otherwise it looks at the interval, and only while the node has jobs or has claimed some since: an
 * idle node asks nothing.
 */
final class Strays {
    private static final Logger LOG = SafeLog.of(Strays.class);

    private static final Duration SOON = Duration.ofMillis(500);

    /** What looking may take of the time, as its inverse: a transaction held open elsewhere makes it slow. */
    private static final int SHARE = 20;

    private final ClaimStore store;
    private final HeldClaims held;
    private final Duration interval;
    private final Consumer<Duration> wakeAfter;

    private @Nullable String node;
    private boolean uncertain;
    private boolean claimed;
    private Set<Claim> suspects = Set.of();
    private Duration pause;
    private long next;

    /** With what has the poller take its next turn after a while, for when the next look is due soon. */
    Strays(ClaimStore store, HeldClaims held, Duration interval, Consumer<Duration> wakeAfter) {
        this.store = store;
        this.held = held;
        this.interval = interval;
        this.wakeAfter = wakeAfter;
        pause = interval;
        next = System.nanoTime() + interval.toNanos();
    }

    /** Notes that jobs were claimed. */
    void claimed() {
        claimed = true;
    }

    /** Notes that a claim ended in a way that does not tell whether it happened. */
    void uncertain() {
        uncertain = true;
        lookSoon();
    }

    /** Has the next look made at once, if there is a reason for one: what a claim waited for may be back. */
    void lookSoon() {
        pause = shorter(SOON, interval);
        next = System.nanoTime();
    }

    /**
     * Looks, if it is time.
     *
     * @param id the node's
     * @return how many were released
     */
    int look(String id) {
        if (node != null && !id.equals(node)) { // what it had under another one is rescued, as a dead node's
            uncertain = false;
            suspects = Set.of();
        }
        node = id;
        if (System.nanoTime() - next < 0 || !hasReason()) {
            return 0;
        }
        long start = System.nanoTime();
        pause = shorter(pause.multipliedBy(2), interval);
        next = start + pause.toNanos(); // also if it fails: it must not keep the node from claiming
        Set<Claim> known = held.all();
        Set<Claim> unknown = store.claims(id);
        unknown.removeAll(known);
        int released = release(id, unknown);
        claimed = false;
        suspects = unknown;
        if (!unknown.isEmpty()) {
            lookSoon();
        }
        long end = System.nanoTime();
        long rest = Math.max(pause.toNanos(), (end - start) * SHARE);
        next = end + rest;
        if (hasReason() && pause.compareTo(interval) < 0) {
            wakeAfter.accept(Duration.ofNanos(rest));
        }
        return released;
    }

    private int release(String id, Set<Claim> unknown) {
        Set<Claim> strays = new HashSet<>(suspects);
        strays.retainAll(unknown);
        if (strays.isEmpty()) {
            return 0;
        }
        int released = store.releaseStrays(id, strays);
        LOG.log(
                Level.WARNING,
                "{0} jobs were released: by the table they were this node''s, and it did not know of them, for the"
                        + " answer to its claim was lost",
                released);
        return released;
    }

    private boolean hasReason() {
        return uncertain || claimed || !suspects.isEmpty() || !held.isEmpty();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
