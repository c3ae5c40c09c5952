package dev.gork.chaos;

import dev.gork.chaos.Ledger.Line;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Plain jobs that have more than one line in the ledger, and what explains each line but that of the claim that completed
 * the job. It need not be the last: a node that was frozen writes its own when it goes on.
 */
final class Repeats {
    private static final String PLAIN = "plain-";

    private final List<Inflicted> faults;
    private final Ledger ledger;
    private final List<String> unexplained = new ArrayList<>();
    private int count;

    Repeats(List<Inflicted> faults, Ledger ledger) {
        this.faults = faults;
        this.ledger = ledger;
    }

    /** How many jobs. */
    int count() {
        return count;
    }

    /** Those for whose second run there is no reason. */
    List<String> unexplained() {
        return unexplained;
    }

    void look(JobHistory history) {
        List<Line> runs = ledger.of(history.job());
        if (runs.size() < 2 || !history.job().startsWith(PLAIN)) {
            return;
        }
        count++;
        for (Line line : runs) {
            if (!completed(line, history.claims()) && !explained(line, history.claims())) {
                unexplained.add(history.job() + ": " + line + " of " + history.claims());
            }
        }
    }

    private static boolean completed(Line line, List<ClaimSpan> claims) {
        return claims.stream().anyMatch(claim -> claim.end() == ClaimSpan.End.COMPLETED && claim.wrote(line));
    }

    /** Something happened to its node or to the database between its claim and its end, or the end of its claim. */
    private boolean explained(Line line, List<ClaimSpan> claims) {
        for (int i = claims.size() - 1; i >= 0; i--) {
            ClaimSpan claim = claims.get(i);
            if (claim.node().equals(line.node()) && !claim.began().isAfter(line.at())) {
                Instant end = claim.ended().isAfter(line.at()) ? claim.ended() : line.at();
                return faults.stream()
                        .anyMatch(fault -> fault.kind().mayRepeatJobs() && fault.hit(line.node(), claim.began(), end));
            }
        }
        return false;
    }
}
