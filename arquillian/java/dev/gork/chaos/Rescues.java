package dev.gork.chaos;

import dev.gork.chaos.ClaimSpan.End;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the claims of a job, held against the faults, say of how it was rescued. */
final class Rescues {
    /** A claim under way when its node went away may be noted a moment later. */
    private static final Duration UNDER_WAY = Duration.ofMillis(500);

    private final List<Inflicted> faults;
    private final Suspects suspects;
    private final List<String> unexplained = new ArrayList<>();
    private long count;
    private Duration slowest = Duration.ZERO;
    private String slowestJob = "";

    Rescues(List<Inflicted> faults, Suspects suspects) {
        this.faults = faults;
        this.suspects = suspects;
    }

    void look(JobHistory history) {
        List<ClaimSpan> claims = history.claims();
        for (int i = 0; i < claims.size(); i++) {
            ClaimSpan claim = claims.get(i);
            if (claim.end() == End.RESCUED) {
                count++;
                explain(history.job(), claim);
            }
            boolean sameNodeEndedIt = claim.end() == End.COMPLETED || claim.end() == End.FAILED;
            if (sameNodeEndedIt) {
                measure(history.job(), claim, fault -> earliest(fault.ended(), claim.ended()));
            } else if (i + 1 < claims.size()) {
                Instant claimedAnew = claims.get(i + 1).began();
                boolean waited = suspects.ranBeside(history.job(), claim.ended(), claimedAnew);
                measure(history.job(), claim, fault -> waited ? claim.ended() : claimedAnew);
            }
        }
    }

    /** How often a job was put back because its node was gone. */
    long count() {
        return count;
    }

    /** Jobs that were put back although nothing had happened to their node that would have made it lose them. */
    List<String> unexplained() {
        return unexplained;
    }

    /**
     * The longest time from when a job's node went away until the job was claimed anew, or rescued, if it then had to wait
     * for a suspect that was run alone, or until the node was back and went
     * on with it, however long that takes; of that only what lies after the database's last absence, after the last lock on
     * its row, and after the last time that no node was there at all, for until then nobody can do anything.
     */
    Duration slowest() {
        return slowest;
    }

    /** Whose it was. */
    String slowestJob() {
        return slowestJob;
    }

    private void explain(String job, ClaimSpan claim) {
        if (hits(claim).noneMatch(fault -> fault.kind().losesClaims() || isStopWithoutDatabase(fault, claim))) {
            unexplained.add(job + " of " + claim);
        }
    }

    /** What stops in order gives back what it has, unless it cannot reach the database: then the lease ends it. */
    private boolean isStopWithoutDatabase(Inflicted stop, ClaimSpan claim) {
        return stop.kind() == FaultKind.STOPPED
                && faults.stream()
                        .filter(fault -> fault.kind().cutsDatabase())
                        .anyMatch(fault -> fault.hit(claim.node(), stop.began(), stop.ended()));
    }

    private Stream<Inflicted> hits(ClaimSpan claim) {
        return faults.stream().filter(fault -> fault.hit(claim.node(), claim.began(), claim.ended()));
    }

    private void measure(String job, ClaimSpan claim, Function<Inflicted, Instant> relief) {
        for (Inflicted fault : faults) {
            if (orphans(fault, claim)) {
                Instant relieved = relief.apply(fault);
                Instant from = latest(
                        fault.began(),
                        claim.began(),
                        databaseBack(relieved),
                        rowFree(job, relieved),
                        someoneBack(fault, relieved));
                Duration took = Duration.between(from, relieved);
                if (took.compareTo(slowest) > 0) {
                    slowest = took;
                    slowestJob = job + " of " + claim + " after " + fault;
                }
            }
        }
    }

    private static boolean orphans(Inflicted fault, ClaimSpan claim) {
        return fault.kind().takesNodeAway()
                && claim.node().equals(fault.node())
                && claim.began().isBefore(fault.began().plus(UNDER_WAY))
                && claim.ended().isAfter(fault.began());
    }

    private Instant databaseBack(Instant before) {
        return last(
                before,
                faults.stream().filter(fault -> fault.kind().stopsDatabase()).map(Inflicted::ended));
    }

    private Instant rowFree(String job, Instant before) {
        return last(before, faults.stream().filter(fault -> fault.locked(job)).map(Inflicted::ended));
    }

    /** Finds when no node was there for the last time; one that starts may claim before its start is noted. */
    private Instant someoneBack(Inflicted fault, Instant before) {
        return faults.stream()
                .filter(other -> other.kind().takesNodeAway()
                        && !Objects.equals(other.node(), fault.node())
                        && other.began().isBefore(earliest(fault.back(), before))
                        && other.back().isAfter(fault.began()))
                .map(other -> earliest(earliest(other.back(), fault.back()), before))
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }

    private static Instant last(Instant before, Stream<Instant> moments) {
        return moments.filter(moment -> moment.isBefore(before))
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }

    private static Instant earliest(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant latest(Instant... moments) {
        return List.of(moments).stream().max(Comparator.naturalOrder()).orElseThrow();
    }
}
