package dev.gork.chaos;

import java.util.ArrayList;
import java.util.List;

/**
 * The jobs that failed: poison has to, and no other may, however often it ran beside it. What has lost its node too often
 * without any poison is given up for good reason: nobody can tell that it is not what does it.
 */
final class GivenUp {
    private static final String POISON = "poison-";

    private final int maxRescues;
    private final List<Inflicted> faults;
    private final List<String> innocents = new ArrayList<>();
    private final List<String> spared = new ArrayList<>();
    private int explained;

    GivenUp(int maxRescues, List<Inflicted> faults) {
        this.maxRescues = maxRescues;
        this.faults = faults;
    }

    /** Returns jobs that failed for no reason of their own. */
    List<String> innocents() {
        return innocents;
    }

    /** Returns poison that has not failed. */
    List<String> spared() {
        return spared;
    }

    /** Counts jobs that failed since other faults alone took their node more often than is allowed. */
    int explained() {
        return explained;
    }

    void look(JobHistory history) {
        boolean failed = history.claims().stream().anyMatch(claim -> claim.end() == ClaimSpan.End.FAILED);
        boolean isPoison = history.job().startsWith(POISON);
        if (isPoison && !failed) {
            spared.add(history.job() + ": " + history.claims());
        } else if (failed && !isPoison && lostWithoutPoison(history) > maxRescues) {
            explained++;
        } else if (failed && !isPoison) {
            innocents.add(history.job() + ": " + history.claims());
        }
    }

    private long lostWithoutPoison(JobHistory history) {
        return history.claims().stream()
                .filter(claim -> claim.end() == ClaimSpan.End.RESCUED)
                .filter(claim -> faults.stream()
                        .filter(fault -> fault.kind().losesClaims() && fault.kind() != FaultKind.POISONED)
                        .anyMatch(fault -> fault.hit(claim.node(), claim.began(), claim.ended())))
                .count();
    }
}
