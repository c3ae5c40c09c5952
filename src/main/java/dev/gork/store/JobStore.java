package dev.gork.store;

import static dev.gork.ActionResult.Outcome.DONE;
import static dev.gork.ActionResult.Outcome.NOT_FOUND;
import static dev.gork.ActionResult.Outcome.REFUSED;
import static dev.gork.JobAttempt.Outcome.RESCUED;
import static dev.gork.JobStatus.CANCELED;
import static dev.gork.JobStatus.COMPLETED;
import static dev.gork.JobStatus.FAILED;
import static dev.gork.JobStatus.INITIALIZED;
import static dev.gork.JobStatus.SCHEDULED;

import dev.gork.ActionResult;
import dev.gork.JobAttempt;
import dev.gork.JobCanceled;
import dev.gork.JobEnqueued;
import dev.gork.JobInfo;
import dev.gork.JobRequeued;
import dev.gork.JobRescued;
import dev.gork.JobStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every transition of a job's status, each a method that says whether it happened. Nothing else writes the table.
 *
 * <p>A call is part of the caller's transaction, or has one of its own; what the engine alone does goes over connections of
 * its own, and is never part of a caller's. Each write names the status that it starts
 * from, and those to a claimed job its claim number too, so a transition that lost a race changes nothing.
 */
@ApplicationScoped
@Transactional
public class JobStore {
    private static final Set<JobStatus> NOT_RUNNING = EnumSet.of(SCHEDULED, COMPLETED, FAILED, CANCELED);

    private static final Set<JobStatus> ONLY_SCHEDULED = EnumSet.of(SCHEDULED);

    private static final String CANCEL = """
            UPDATE jobs SET status = 'canceled', finished_at = CURRENT_TIMESTAMP, updated_at = CURRENT_TIMESTAMP
            WHERE id = ?1 AND status = ?2 AND claim = ?3""";

    /** All retries and rescues anew, for a person has looked; claim and attempts go on counting. */
    private static final String RUN_NOW = """
            UPDATE jobs
            SET status = 'scheduled', scheduled_at = CURRENT_TIMESTAMP, started_at = NULL, finished_at = NULL,
                node = NULL, retry_count = CASE WHEN status = 'scheduled' THEN retry_count ELSE 0 END, rescues = 0,
                updated_at = CURRENT_TIMESTAMP
            WHERE id = ?1 AND status = ?2 AND claim = ?3""";

    private static final String EDIT = """
            UPDATE jobs
            SET arguments = COALESCE(CAST(?4 AS %s), arguments),
                scheduled_at = COALESCE(CAST(?5 AS timestamp with time zone), scheduled_at),
                priority = COALESCE(CAST(?6 AS integer), priority), updated_at = CURRENT_TIMESTAMP
            WHERE id = ?1 AND status = ?2 AND claim = ?3""";

    private static final String DELETE = "DELETE FROM jobs WHERE id = ?1 AND status = ?2 AND claim = ?3";

    /** Few rows are running, and jobs_running has no others; whoever comes second skips what is being rescued. */
    private static final String FIND_ORPHANS = """
            SELECT jobs.id, jobs.claim, jobs.queue, jobs.rescues, jobs.node, jobs.started_at FROM jobs
            WHERE jobs.status = 'initialized' AND jobs.node IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM gork_nodes n WHERE n.id = jobs.node
                              AND n.last_seen_at >= CURRENT_TIMESTAMP - CAST(?1 AS decimal(20, 3)) * INTERVAL '1' SECOND)
            FETCH FIRST 1000 ROWS ONLY
            FOR UPDATE SKIP LOCKED""";

    /** gork's Go workers leave no node, so there it is the start and the timeout that tell, as gork itself does. */
    private static final String FIND_UNCLAIMED_RUNNING = """
            SELECT jobs.id, jobs.claim, jobs.queue, jobs.rescues, jobs.node, jobs.started_at,
                   EXTRACT(EPOCH FROM CURRENT_TIMESTAMP - COALESCE(jobs.started_at, jobs.updated_at)) AS age
            FROM jobs
            WHERE jobs.status = 'initialized' AND jobs.node IS NULL
            ORDER BY age DESC
            FETCH FIRST 1000 ROWS ONLY""";

    /**
     * On top of the fence: whether the node is gone is asked again. The row may have been rescued and claimed anew while
     * the search waited for it, and PostgreSQL then hands over the newest version without asking the subquery again.
     */
    private static final String RESCUE = """
            UPDATE jobs
            SET status = 'scheduled', scheduled_at = CURRENT_TIMESTAMP, started_at = NULL, node = NULL,
                rescues = LEAST(rescues, 2147483646) + 1, last_error = ?3, updated_at = CURRENT_TIMESTAMP
            WHERE id = ?1 AND claim = ?2 AND status = 'initialized'
              AND NOT EXISTS (SELECT 1 FROM gork_nodes n WHERE n.id = jobs.node
                              AND n.last_seen_at >= CURRENT_TIMESTAMP - CAST(?4 AS decimal(20, 3)) * INTERVAL '1' SECOND)""";

    private static final String HELD_BY =
            "SELECT " + JobRow.COLUMNS + " FROM jobs WHERE status = 'initialized' AND node = ?1";

    @PersistenceContext(unitName = "gork")
    EntityManager em;

    @Inject
    Database database;

    @Inject
    JobQueries queries;

    @Inject
    LifecycleEvents events;

    @Inject
    AfterCommit commit;

    @Inject
    Tally tally;

    /**
     * Inserts new jobs, leaving out those whose id is taken. Always in the order of their ids: two callers that insert
     * the same ones at the same time wait for each other, and must not do so crosswise.
     *
     * @return the ids that were inserted
     */
    public Set<String> insert(Collection<NewJob> jobs) {
        Set<String> inserted = database.dialect()
                .insert(
                        em,
                        jobs.stream().sorted(Comparator.comparing(NewJob::id)).toList());
        commit.run(() -> tally.enqueued(jobs, inserted));
        for (NewJob job : jobs) {
            if (inserted.contains(job.id())) {
                events.afterCommit(new JobEnqueued(job.id(), job.queue(), job.dueNow()));
            }
        }
        return inserted;
    }

    /** scheduled → canceled. */
    public ActionResult cancel(String id) {
        return cancel(id, ONLY_SCHEDULED);
    }

    private ActionResult cancel(String id, Set<JobStatus> from) {
        return act(id, from, em.createNativeQuery(CANCEL), job -> canceled(id, job.queue(), job.status()));
    }

    /** scheduled, completed, failed or canceled → scheduled, due now. */
    public ActionResult runNow(String id) {
        return runNow(id, NOT_RUNNING);
    }

    private ActionResult runNow(String id, Set<JobStatus> from) {
        return act(id, from, em.createNativeQuery(RUN_NOW), job -> {
            Attempts.current(job).ifPresent(attempt -> Attempts.archive(em::createNativeQuery, id, attempt));
            requeued(id, job.queue(), job.status());
        });
    }

    /** Any status but initialized → none: the row is deleted, with its attempts. */
    public ActionResult delete(String id) {
        return delete(id, NOT_RUNNING);
    }

    private ActionResult delete(String id, Set<JobStatus> from) {
        return act(id, from, em.createNativeQuery(DELETE), job -> {
            Attempts.forget(em, id);
            moved(job.queue(), job.status(), null);
        });
    }

    /**
     * One of these three transitions, of many jobs.
     *
     * @param only only of those that have this status; null for any that allows it
     * @return how many
     */
    public int actAll(BulkAction action, Collection<String> ids, @Nullable JobStatus only) {
        Set<JobStatus> from = EnumSet.copyOf(action == BulkAction.CANCEL ? ONLY_SCHEDULED : NOT_RUNNING);
        from.removeIf(status -> only != null && status != only);
        if (from.isEmpty() || ids.isEmpty()) {
            return 0;
        }
        DialectBulk bulk = database.dialect().bulk();
        if (bulk == null) {
            return (int) ids.stream().filter(id -> act(action, id, from).done()).count();
        }
        List<?> rows = bulk.act(em, action, ids, from);
        for (Object each : rows) {
            Object[] row = (Object[]) each;
            follow(action, (String) row[0], (String) row[1], JobRow.toStatus(row[2]));
        }
        return rows.size();
    }

    private ActionResult act(BulkAction action, String id, Set<JobStatus> from) {
        return switch (action) {
            case RUN -> runNow(id, from);
            case CANCEL -> cancel(id, from);
            case DELETE -> delete(id, from);
        };
    }

    private void follow(BulkAction action, String id, String queue, JobStatus before) {
        switch (action) {
            case RUN -> requeued(id, queue, before);
            case CANCEL -> canceled(id, queue, before);
            case DELETE -> moved(queue, before, null);
        }
    }

    private void requeued(String id, String queue, JobStatus before) {
        events.afterCommit(new JobRequeued(id, queue));
        moved(queue, before, SCHEDULED);
    }

    private void canceled(String id, String queue, JobStatus before) {
        events.afterCommit(new JobCanceled(id, queue));
        moved(queue, before, CANCELED);
    }

    /** scheduled → scheduled, with other values. */
    public ActionResult edit(String id, Edit edit) {
        Query update = em.createNativeQuery(EDIT.formatted(database.dialect().json()))
                .setParameter(4, edit.arguments())
                .setParameter(5, edit.at() == null ? null : edit.at().toString())
                .setParameter(
                        6, edit.priority() == null ? null : edit.priority().toString());
        return act(id, ONLY_SCHEDULED, update, job -> {});
    }

    /**
     * scheduled → initialized, for as many due jobs as wanted.
     *
     * @param node who claims
     * @param wanted how many of each queue at most
     * @return the claimed jobs, in the order in which they are to be run
     */
    public List<ClaimedJob> claim(String node, Collection<Wanted> wanted) {
        List<ClaimedJob> claimed = database.dialect().claim(database.ownStatements(), node, wanted).stream()
                .map(row -> ClaimedJob.of((Object[]) row))
                .sorted(Comparator.comparing(ClaimedJob::position))
                .toList();
        if (!claimed.isEmpty()) {
            commit.run(() -> tally.claimed(claimed));
        }
        return claimed;
    }

    /**
     * initialized → what each outcome says, unless its claim was lost.
     *
     * @return the claims that were lost: their outcomes changed nothing
     */
    public Set<Claim> finish(Collection<Outcome> outcomes) {
        return finish(database.ownStatements(), outcomes);
    }

    /**
     * initialized → completed, as a part of the handler's transaction.
     *
     * @return false if the claim was lost, and the transaction has to be rolled back
     */
    public boolean complete(Outcome outcome) {
        return finish(em::createNativeQuery, List.of(outcome)).isEmpty();
    }

    private Set<Claim> finish(Function<String, Query> statements, Collection<Outcome> outcomes) {
        Set<Claim> lost = database.dialect().finish(statements, outcomes);
        commit.run(() -> tally.finished(outcomes, lost));
        return lost;
    }

    /**
     * initialized → scheduled, for jobs whose node is gone.
     *
     * @param lease how long after its last sign of life a node counts as gone
     * @return how many
     */
    public int rescueOrphans(Duration lease) {
        Function<String, Query> statements = database.ownStatements();
        return rescue(
                statements,
                statements.apply(FIND_ORPHANS).setParameter(1, seconds(lease)).getResultList(),
                "put back: the node that ran it has given no sign of life for " + lease.toSeconds() + " s",
                lease);
    }

    /**
     * initialized → scheduled, for jobs that a Go worker of gork's took and left.
     *
     * @param timeouts how long after its start such a job counts as left, by queue; others are not touched
     * @return how many
     */
    public int rescueOverdue(Map<String, Duration> timeouts) {
        Function<String, Query> statements = database.ownStatements();
        int rescued = 0;
        for (Object each : statements.apply(FIND_UNCLAIMED_RUNNING).getResultList()) {
            Object[] row = (Object[]) each;
            Duration timeout = timeouts.get((String) row[2]);
            if (timeout != null && ((Number) row[6]).doubleValue() > seconds(timeout)) {
                rescued += rescue(
                        statements,
                        List.of((Object) row),
                        "put back: taken by a worker of gork's own that did not finish it within the queue's timeout",
                        timeout);
            }
        }
        return rescued;
    }

    /**
     * initialized → scheduled, for jobs that are this node's by the table and not in fact, because the answer to its
     * claim was lost with the connection. Only its poller may ask, while it claims nothing.
     *
     * @param held the claims that it does know of
     * @return how many
     */
    public int releaseStrays(String node, Set<Claim> held) {
        List<Outcome> strays = claimedBy(node)
                .map(job -> Outcome.released(new Claim(job.id(), job.claim()), job.queue(), job.retryCount()))
                .filter(outcome -> !held.contains(outcome.key()))
                .toList();
        return strays.isEmpty() ? 0 : strays.size() - finish(strays).size();
    }

    /** The claims that are this node's by the table. */
    public Set<Claim> claims(String node) {
        return claimedBy(node).map(job -> new Claim(job.id(), job.claim())).collect(Collectors.toSet());
    }

    private Stream<JobInfo> claimedBy(String node) {
        return JobRow.toJobs(
                database.ownStatements().apply(HELD_BY).setParameter(1, node).getResultList())
                .stream();
    }

    private int rescue(Function<String, Query> statements, List<?> rows, String reason, Duration silence) {
        int rescued = 0;
        for (Object each : rows) {
            Object[] row = (Object[]) each;
            String id = (String) row[0];
            long claim = ((Number) row[1]).longValue();
            int written = statements
                    .apply(RESCUE)
                    .setParameter(1, id)
                    .setParameter(2, claim)
                    .setParameter(3, reason)
                    .setParameter(4, seconds(silence))
                    .executeUpdate();
            if (written == 1) {
                rescued++;
                Instant startedAt = JobRow.toInstantOrNull(row[5]);
                Attempts.archive(
                        statements, id, new JobAttempt(claim, (String) row[4], startedAt, null, RESCUED, reason));
                events.afterCommit(new JobRescued(id, (String) row[2], ((Number) row[3]).intValue() + 1));
                moved((String) row[2], INITIALIZED, SCHEDULED);
            }
        }
        return rescued;
    }

    private void moved(String queue, @Nullable JobStatus from, @Nullable JobStatus to) {
        commit.run(() -> tally.moved(queue, from, to, 1));
    }

    /** Compare and set, without a lock: a refusal must not hold up the running job's outcome until the caller commits. */
    private ActionResult act(String id, Set<JobStatus> from, Query update, Consumer<JobInfo> follow) {
        database.open();
        while (true) {
            Optional<JobInfo> found = queries.get(id);
            if (found.isEmpty()) {
                return new ActionResult(id, NOT_FOUND, null);
            }
            JobInfo job = found.get();
            if (!from.contains(job.status())) {
                return new ActionResult(id, REFUSED, job.status());
            }
            int written = update.setParameter(1, id)
                    .setParameter(2, job.status().word())
                    .setParameter(3, job.claim())
                    .executeUpdate();
            if (written == 1) {
                follow.accept(job);
                return new ActionResult(id, DONE, job.status());
            }
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
