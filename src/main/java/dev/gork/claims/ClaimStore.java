package dev.gork.claims;

import dev.gork.JobRescued;
import dev.gork.JobStatus;
import dev.gork.config.Settings;
import dev.gork.database.Database;
import dev.gork.database.Sql;
import dev.gork.jobs.JobRow;
import dev.gork.jobs.JobStore;
import dev.gork.jobs.StatusChange;
import dev.gork.jobs.Transition;
import dev.gork.jobs.Transitions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every transition of a job's status from its claim to its outcome: the engine's own, each a method that says whether it
 * happened. What applications and people ask for, {@link JobStore} writes.
 *
 * <p>All but {@link #complete} run on the engine's own data source, in a transaction of their own, never in a caller's. Each
 * write to a claimed job names its status and its claim number, so one that lost its claim changes nothing.
 */
@ApplicationScoped
@Transactional
public class ClaimStore {
    /** An outcome's statement that takes longer waits for a lock, or the database is so busy that fewer at once are better. */
    public static final Duration LOCK_WAIT = Duration.ofSeconds(1);

    private static final String STATUS = "SELECT status FROM ONLY jobs WHERE id = ?1 AND claim = ?2";

    /** No payloads: it is asked again and again, and a node may have thousands of jobs. */
    private static final String HELD_BY =
            "SELECT id, claim, queue, retry_count FROM ONLY jobs WHERE status = 'initialized' AND node = ?1";

    @Inject
    Sql sql;

    @Inject
    Settings settings;

    @Inject
    Database database;

    @Inject
    Transitions transitions;

    /**
     * scheduled → initialized, for as many due jobs as wanted.
     *
     * @param node who claims
     * @param wanted how many of each queue at most
     * @return the claimed jobs, in the order in which they are to be run
     */
    public List<ClaimedJob> claim(String node, Collection<ClaimRequest> wanted) {
        List<ClaimedJob> claimed =
                ClaimStatements.of(database.dialect())
                        .claim(database.ownStatements("Claiming jobs"), node, wanted)
                        .stream()
                        .map(row -> ClaimedJob.of((Object[]) row))
                        .sorted(Comparator.comparing(ClaimedJob::position))
                        .toList();
        transitions.done(claimed);
        return claimed;
    }

    /**
     * initialized → what each outcome says, unless its claim was lost. It fails soon, and changes nothing, if somebody
     * else has locked a row; {@link #finishUnlocked} goes round those.
     *
     * @return the claims that were lost: their outcomes changed nothing
     */
    public Set<Claim> finish(Collection<Outcome> outcomes) {
        return finish(database.ownStatements("Writing outcomes", LOCK_WAIT), outcomes);
    }

    /**
     * The same, for those whose rows nobody else has locked: one that somebody holds for minutes must not keep the
     * outcomes of all others waiting. It takes a statement more.
     */
    public Finished finishUnlocked(Collection<Outcome> outcomes) {
        Function<String, Query> statements = database.ownStatements("Writing outcomes");
        Set<Claim> free = outcomes().standing(statements, outcomes, true);
        List<Outcome> others = without(free, outcomes);
        Set<Claim> locked = others.isEmpty() ? Set.of() : outcomes().standing(statements, others, false);
        return new Finished(finish(statements, without(locked, outcomes)), locked);
    }

    /**
     * What became of outcomes.
     *
     * @param lost the claims that were lost: their outcomes changed nothing
     * @param locked the claims whose rows somebody else had locked: their outcomes are still to be written
     */
    public record Finished(Set<Claim> lost, Set<Claim> locked) {}

    /** The job's status, if its row still has this claim's number: what became of a claim whose end nobody was told. */
    public Optional<JobStatus> statusUnder(Claim claim) {
        List<?> status = database.ownStatements("Reading an outcome")
                .apply(database.dialect().own(STATUS))
                .setParameter(1, claim.id())
                .setParameter(2, claim.number())
                .getResultList();
        return status.stream().map(JobRow::toStatus).findFirst();
    }

    /**
     * initialized → completed, as a part of the handler's transaction.
     *
     * @param timeout how long it may wait for its row, which somebody may have locked
     * @return false if the claim was lost, and the transaction has to be rolled back
     */
    public boolean complete(Outcome outcome, Duration timeout) {
        boolean written = outcomes().complete(text -> database.dialect().bound(sql.query(text), timeout), outcome);
        if (written) {
            transitions.done(List.of(outcome));
        }
        return written;
    }

    private Set<Claim> finish(Function<String, Query> statements, Collection<Outcome> outcomes) {
        Set<Claim> lost = outcomes().finish(statements, outcomes);
        transitions.done(lost.isEmpty() ? outcomes : without(lost, outcomes));
        return lost;
    }

    private static List<Outcome> without(Set<Claim> claims, Collection<Outcome> outcomes) {
        return outcomes.stream()
                .filter(outcome -> !claims.contains(outcome.claim()))
                .toList();
    }

    /** Has an outcome followed that a transaction has written of which only the answer to its commit was lost. */
    public void wasWritten(Outcome outcome) {
        transitions.committedBefore(List.of(outcome));
    }

    /**
     * initialized → scheduled, for jobs whose node has expired: a part of them, all of them once it says 0.
     *
     * @param lease how long after its last heartbeat a node has expired
     * @param but the node whose jobs are left to it, whatever its heartbeat says; null for none
     * @return how many
     */
    public int rescueOrphans(Duration lease, @Nullable String but) {
        Function<String, Query> statements = database.ownStatements("Rescuing jobs");
        return rescue(
                statements,
                rescues().findOrphans(statements, lease, but),
                "rescued: the node that ran it has sent no heartbeat for " + lease.toSeconds() + " s",
                lease);
    }

    /**
     * initialized → scheduled, for jobs that a Go worker of gork's took and left: a part of them, all of them once it says 0.
     *
     * @param timeouts how long after its start such a job counts as left, by queue; others are not touched
     * @return how many
     */
    public int rescueOverdue(Map<String, Duration> timeouts) {
        Function<String, Query> statements = database.ownStatements("Rescuing jobs");
        return rescue(
                statements,
                rescues().findOverdue(statements, timeouts),
                "rescued: taken by a worker of gork's own that did not finish it within the queue's timeout",
                Duration.ZERO);
    }

    /**
     * initialized → scheduled, for jobs that are this node's by the table and not in fact, because the answer to its
     * claim was lost with the connection. Only its poller may ask, while it claims nothing.
     *
     * @param strays the claims that it does not know of
     * @return how many
     */
    public int releaseStrays(String node, Set<Claim> strays) {
        List<Outcome> outcomes = claimedBy(node)
                .filter(outcome -> strays.contains(outcome.claim()))
                .toList();
        if (outcomes.isEmpty()) {
            return 0;
        }
        // Whoever has one of them locked must not keep the node from claiming: that one's turn comes with the next
        // look.
        Finished finished = finishUnlocked(outcomes);
        return outcomes.size() - finished.lost().size() - finished.locked().size();
    }

    /** The claims that are this node's by the table. */
    public Set<Claim> claims(String node) {
        return claimedBy(node).map(Outcome::claim).collect(Collectors.toSet());
    }

    /** The outcomes that release them. */
    private Stream<Outcome> claimedBy(String node) {
        List<?> rows = database.ownStatements("Looking for strays")
                .apply(database.dialect().own(HELD_BY))
                .setParameter(1, node)
                .getResultList();
        return rows.stream()
                .map(Object[].class::cast)
                .map(row -> Outcome.unclaimed(
                        new Claim((String) row[0], ((Number) row[1]).longValue()),
                        (String) row[2],
                        ((Number) row[3]).intValue()));
    }

    private int rescue(Function<String, Query> statements, List<?> found, String reason, Duration lease) {
        if (found.isEmpty()) {
            return 0;
        }
        RescueStatements.Rescue rescue = new RescueStatements.Rescue(reason, lease, settings.suspectedFrom());
        List<?> rescued = rescues().rescue(statements, found, rescue);
        transitions.done(rescued.stream().map(row -> rescued((Object[]) row)).toList());
        return rescued.size();
    }

    private static Transition rescued(Object[] row) {
        JobRescued event = new JobRescued((String) row[0], (String) row[1], ((Number) row[2]).intValue());
        return new StatusChange(event.id(), event.queue(), JobStatus.INITIALIZED, JobStatus.SCHEDULED, event);
    }

    private OutcomeStatements outcomes() {
        return OutcomeStatements.of(database.dialect());
    }

    private RescueStatements rescues() {
        return RescueStatements.of(database.dialect());
    }
}
