package dev.gork.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Claims that nobody ran: their node lived, could reach the database, and did nothing with them for longer than anything
 * takes. To the database they are running jobs like all others, so nobody else may take them.
 */
final class Strays {
    private static final String LONG = "long";

    /** A time in which something kept the node from a claim. */
    private record Hindrance(Instant began, Instant ended) {}

    private final Plan plan;
    private final List<Inflicted> faults;
    private final Ledger ledger;
    private final Suspects suspects;
    private final Instant end;
    private final List<String> found = new ArrayList<>();
    private final List<String> completed = new ArrayList<>();

    /**
     * Found by the faults and suspects that explain an idle claim, and by the lines of those that were run.
     *
     * @param end until when nodes were there
     */
    Strays(Plan plan, List<Inflicted> faults, Ledger ledger, Suspects suspects, Instant end) {
        this.plan = plan;
        this.faults = faults;
        this.ledger = ledger;
        this.suspects = suspects;
        this.end = end;
    }

    List<String> found() {
        return found;
    }

    /** Returns those that were completed all the same: a completion needs a line that its node wrote during the claim. */
    List<String> completed() {
        return completed;
    }

    void look(JobHistory history) {
        Duration run = history.job().startsWith(LONG) ? plan.longJob() : Duration.ZERO;
        for (ClaimSpan claim : history.claims()) {
            if (ledger.of(history.job()).stream().anyMatch(claim::wrote)) {
                continue;
            }
            if (claim.end() == ClaimSpan.End.COMPLETED) {
                completed.add(history.job() + " of " + claim);
            }
            Duration idle = longestQuiet(history.job(), claim);
            if (idle.compareTo(run.plus(plan.strayed())) > 0) {
                found.add(history.job() + " for " + idle.toMillis() + " ms of " + claim);
            }
        }
    }

    /** The longest time within a claim in which nothing kept its node from it. */
    private Duration longestQuiet(String job, ClaimSpan claim) {
        Instant until = claim.ended().isBefore(end) ? claim.ended() : end;
        Instant from = claim.began();
        Duration longest = Duration.ZERO;
        for (Hindrance each : hindrances(job, claim.node(), from, until)) {
            longest = longer(longest, Duration.between(from, each.began()));
            from = each.ended().isAfter(from) ? each.ended() : from;
        }
        return longer(longest, Duration.between(from, until));
    }

    private List<Hindrance> hindrances(String job, String node, Instant from, Instant until) {
        Stream<Hindrance> byFaults = faults.stream()
                .filter(fault -> fault.locked(job) || fault.hindered(node, from, until))
                .map(fault -> new Hindrance(fault.began(), fault.back()));
        Stream<Hindrance> bySuspects =
                suspects.ranBeside(job, node, from, until).map(claim -> new Hindrance(claim.began(), claim.ended()));
        return Stream.concat(byFaults, bySuspects)
                .filter(each -> each.began().isBefore(until) && each.ended().isAfter(from))
                .sorted(Comparator.comparing(Hindrance::began))
                .toList();
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
