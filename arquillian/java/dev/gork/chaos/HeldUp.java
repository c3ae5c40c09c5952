package dev.gork.chaos;

import dev.gork.chaos.Ledger.Line;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Jobs that had done their work while the row of another job of their node was locked, and had to wait for it with their
 * own outcome. What else may hold up an outcome, such as an outage and the pauses after it, is not looked at.
 */
final class HeldUp {
    /** A thousand times what it takes, for a machine that is busy. */
    static final Duration LONGEST = Duration.ofSeconds(5);

    /** After an outage, the pause until the next try is no longer than this. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final List<Inflicted> faults;
    private final Ledger ledger;
    private final List<String> found = new ArrayList<>();

    HeldUp(List<Inflicted> faults, Ledger ledger) {
        this.faults = faults;
        this.ledger = ledger;
    }

    List<String> found() {
        return found;
    }

    void look(JobHistory history) {
        for (ClaimSpan claim : history.claims()) {
            if (claim.end() == ClaimSpan.End.COMPLETED) {
                ledger.of(history.job()).stream()
                        .filter(claim::wrote)
                        .reduce((earlier, later) -> later)
                        .ifPresent(line -> look(history.job(), claim, line));
            }
        }
    }

    private void look(String job, ClaimSpan claim, Line line) {
        Duration waited = Duration.between(line.at(), claim.ended());
        if (waited.compareTo(LONGEST) > 0 && isBesideALock(job, claim, line) && !isHindered(claim, line)) {
            found.add(job + " for " + waited.toMillis() + " ms of " + claim);
        }
    }

    private boolean isBesideALock(String job, ClaimSpan claim, Line line) {
        return faults.stream()
                .filter(fault -> fault.kind() == FaultKind.ROW_LOCKED && !fault.locked(job))
                .anyMatch(fault -> fault.hit(claim.node(), line.at(), claim.ended()));
    }

    private boolean isHindered(ClaimSpan claim, Line line) {
        Instant from = line.at().minus(LONGEST_PAUSE);
        return faults.stream().anyMatch(fault -> fault.hindered(claim.node(), from, claim.ended()));
    }
}
