package dev.gork.outcomes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The outcomes that are still to be written: in which order, how many at once, and which are set aside for a while. Any
 * thread may add some; all else is for the recorder's thread alone.
 */
final class OutcomeBacklog {
    /** How long one is set aside, and after how long the recorder looks for those. */
    static final Duration ASIDE = Duration.ofSeconds(1);

    /** How many outcomes one statement writes at most. */
    private static final int MAX_GROUP = 1000;

    private final LinkedBlockingQueue<PendingOutcome> arrived = new LinkedBlockingQueue<>();
    private final List<PendingOutcome> batch = new ArrayList<>();
    private final List<PendingOutcome> aside = new ArrayList<>();
    private long asideUntil;

    /** How many are written at once: fewer after each failure, for it may be their number that takes too long. */
    private int limit = MAX_GROUP;

    void add(PendingOutcome outcome) {
        arrived.add(outcome);
    }

    /** Gives those to be written next, the same ones until they are {@link #done}; none if there are none. */
    List<PendingOutcome> next() {
        if (!aside.isEmpty() && System.nanoTime() - asideUntil >= 0) {
            aside.forEach(PendingOutcome::tryAgain);
            batch.addAll(0, aside);
            aside.clear();
        }
        arrived.drainTo(batch, Math.max(0, MAX_GROUP - batch.size()));
        return List.copyOf(batch.subList(0, Math.min(limit, batch.size())));
    }

    /** Goes on to the following ones: each of these is written or set aside. */
    void done(List<PendingOutcome> group) {
        batch.subList(0, group.size()).clear();
        limit = Math.min(MAX_GROUP, 2 * limit);
    }

    /** Has all of these tried again, fewer at once. */
    void failed(List<PendingOutcome> group) {
        aside.removeAll(group);
        group.forEach(each -> each.setAside(false));
        limit = Math.max(1, group.size() / 2);
    }

    /** Leaves one out for a while, which must not keep the others waiting. */
    void setAside(PendingOutcome outcome) {
        if (aside.isEmpty()) {
            asideUntil = System.nanoTime() + ASIDE.toNanos();
        }
        outcome.setAside(true);
        aside.add(outcome);
    }
}
