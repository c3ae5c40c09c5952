package dev.gork.store;

import static dev.gork.ActionResult.Outcome.DONE;
import static dev.gork.ActionResult.Outcome.NOT_FOUND;
import static dev.gork.ActionResult.Outcome.REFUSED;
import static dev.gork.JobStatus.CANCELED;
import static dev.gork.JobStatus.COMPLETED;
import static dev.gork.JobStatus.FAILED;
import static dev.gork.JobStatus.SCHEDULED;

import dev.gork.ActionResult;
import dev.gork.JobCanceled;
import dev.gork.JobEnqueued;
import dev.gork.JobEvent;
import dev.gork.JobInfo;
import dev.gork.JobRequeued;
import dev.gork.JobRescued;
import dev.gork.JobStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every transition of a job's status, each a method that says whether it happened. Nothing else writes the table.
 *
 * <p>A call is part of the caller's transaction, or has one of its own. Each write names the status that it starts
 * from, and those to a claimed job its claim number too, so a transition that lost a race changes nothing.
 */
@ApplicationScoped
@Transactional
public class JobStore {
    private static final String STATUS = "SELECT queue, status FROM jobs WHERE id = ?1";

    private static final String CANCEL = """
            UPDATE jobs SET status = 'canceled', finished_at = CURRENT_TIMESTAMP, updated_at = CURRENT_TIMESTAMP
            WHERE id = ?1 AND status = ?2""";

    /** All retries and rescues anew, for a person has looked; claim and attempts go on counting. */
    private static final String RUN_NOW = """
            UPDATE jobs
            SET status = 'scheduled', scheduled_at = CURRENT_TIMESTAMP, started_at = NULL, finished_at = NULL,
                retry_count = CASE WHEN status = 'scheduled' THEN retry_count ELSE 0 END, rescues = 0,
                updated_at = CURRENT_TIMESTAMP
            WHERE id = ?1 AND status = ?2""";

    /** Few rows are running, and jobs_running has no others; whoever comes second skips what is being rescued. */
    private static final String FIND_ORPHANS = """
            SELECT jobs.id, jobs.claim, jobs.queue, jobs.rescues FROM jobs
            WHERE jobs.status = 'initialized' AND jobs.node IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM gork_nodes n WHERE n.id = jobs.node
                              AND n.last_seen_at >= CURRENT_TIMESTAMP - CAST(?1 AS decimal(20, 3)) * INTERVAL '1' SECOND)
            FETCH FIRST 1000 ROWS ONLY
            FOR UPDATE SKIP LOCKED""";

    /** gork's Go workers leave no node, so there it is the start and the timeout that tell, as gork itself does. */
    private static final String FIND_UNCLAIMED_RUNNING = """
            SELECT jobs.id, jobs.claim, jobs.queue, jobs.rescues,
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
    LifecycleEvents events;

    /**
     * Inserts new jobs, leaving out those whose id is taken.
     *
     * @return the ids that were inserted
     */
    public Set<String> insert(Collection<NewJob> jobs) {
        Set<String> inserted = database.dialect().insert(em, jobs);
        for (NewJob job : jobs) {
            if (inserted.contains(job.id())) {
                events.afterCommit(new JobEnqueued(job.id(), job.queue(), job.dueNow()));
            }
        }
        return inserted;
    }

    /** scheduled → canceled. */
    public ActionResult cancel(String id) {
        return act(id, EnumSet.of(SCHEDULED), CANCEL, JobCanceled::new);
    }

    /** scheduled, completed, failed or canceled → scheduled, due now. */
    public ActionResult runNow(String id) {
        return act(id, EnumSet.of(SCHEDULED, COMPLETED, FAILED, CANCELED), RUN_NOW, JobRequeued::new);
    }

    /**
     * scheduled → initialized, for as many due jobs as wanted.
     *
     * @param node who claims
     * @param wanted how many of each queue at most
     * @return the claimed jobs, in the order in which they are to be run
     */
    public List<ClaimedJob> claim(String node, Collection<Wanted> wanted) {
        return database.dialect().claim(em, node, wanted).stream()
                .map(row -> ClaimedJob.of((Object[]) row))
                .sorted(Comparator.comparing(ClaimedJob::position))
                .toList();
    }

    /**
     * initialized → what each outcome says, unless its claim was lost.
     *
     * @return the claims that were lost: their outcomes changed nothing
     */
    public Set<Claim> finish(Collection<Outcome> outcomes) {
        return database.dialect().finish(em, outcomes);
    }

    /**
     * initialized → scheduled, for jobs whose node is gone.
     *
     * @param lease how long after its last sign of life a node counts as gone
     * @return how many
     */
    public int rescueOrphans(Duration lease) {
        database.open();
        return rescue(
                em.createNativeQuery(FIND_ORPHANS)
                        .setParameter(1, seconds(lease))
                        .getResultList(),
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
        database.open();
        int rescued = 0;
        for (Object each : em.createNativeQuery(FIND_UNCLAIMED_RUNNING).getResultList()) {
            Object[] row = (Object[]) each;
            Duration timeout = timeouts.get((String) row[2]);
            if (timeout != null && ((Number) row[4]).doubleValue() > seconds(timeout)) {
                rescued += rescue(
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
                .map(job -> Outcome.released(new Claim(job.id(), job.claim()), job.retryCount()))
                .filter(outcome -> !held.contains(outcome.key()))
                .toList();
        return strays.isEmpty() ? 0 : strays.size() - finish(strays).size();
    }

    /** The claims that are this node's by the table. */
    public Set<Claim> claims(String node) {
        return claimedBy(node).map(job -> new Claim(job.id(), job.claim())).collect(Collectors.toSet());
    }

    private Stream<JobInfo> claimedBy(String node) {
        database.open();
        return JobRow.toJobs(em.createNativeQuery(HELD_BY).setParameter(1, node).getResultList()).stream();
    }

    private int rescue(List<?> rows, String reason, Duration silence) {
        int rescued = 0;
        for (Object each : rows) {
            Object[] row = (Object[]) each;
            int written = em.createNativeQuery(RESCUE)
                    .setParameter(1, row[0])
                    .setParameter(2, row[1])
                    .setParameter(3, reason)
                    .setParameter(4, seconds(silence))
                    .executeUpdate();
            if (written == 1) {
                rescued++;
                events.afterCommit(new JobRescued((String) row[0], (String) row[2], ((Number) row[3]).intValue() + 1));
            }
        }
        return rescued;
    }

    /** Compare and set, without a lock: a refusal must not hold up the running job's outcome until the caller commits. */
    private ActionResult act(
            String id, Set<JobStatus> from, String update, BiFunction<String, String, JobEvent> event) {
        database.open();
        while (true) {
            List<?> rows = em.createNativeQuery(STATUS).setParameter(1, id).getResultList();
            if (rows.isEmpty()) {
                return new ActionResult(id, NOT_FOUND, null);
            }
            Object[] row = (Object[]) rows.get(0);
            JobStatus found = JobRow.toStatus(row[1]);
            if (!from.contains(found)) {
                return new ActionResult(id, REFUSED, found);
            }
            int written = em.createNativeQuery(update)
                    .setParameter(1, id)
                    .setParameter(2, found.word())
                    .executeUpdate();
            if (written == 1) {
                events.afterCommit(event.apply(id, (String) row[0]));
                return new ActionResult(id, DONE, found);
            }
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
