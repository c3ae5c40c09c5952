package dev.gork.jobs;

import static dev.gork.ActionResult.Answer.DONE;
import static dev.gork.ActionResult.Answer.NOT_FOUND;
import static dev.gork.ActionResult.Answer.REFUSED;
import static dev.gork.JobStatus.CANCELED;
import static dev.gork.JobStatus.COMPLETED;
import static dev.gork.JobStatus.FAILED;
import static dev.gork.JobStatus.SCHEDULED;

import dev.gork.ActionResult;
import dev.gork.BulkRequest;
import dev.gork.JobCanceled;
import dev.gork.JobEnqueued;
import dev.gork.JobInfo;
import dev.gork.JobRequeued;
import dev.gork.JobStatus;
import dev.gork.database.Database;
import dev.gork.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every transition of a job's status that applications and people ask for, each a method that says whether it happened; what
 * becomes of a job while it is run, {@code ClaimStore} writes. Nothing else writes the table.
 *
 * <p>A call is part of the caller's transaction, or has one of its own. Each write names the status and the claim number
 * that it starts from, so a transition that lost a race changes nothing.
 */
@ApplicationScoped
@Transactional
public class JobStore {
    private static final Set<JobStatus> NOT_RUNNING = EnumSet.of(SCHEDULED, COMPLETED, FAILED, CANCELED);

    private static final Set<JobStatus> ONLY_SCHEDULED = EnumSet.of(SCHEDULED);

    private static final String CANCEL = """
            UPDATE ONLY jobs SET %s WHERE id = ?1 AND status = ?2 AND claim = ?3""".formatted(JobUpdates.CANCELED);

    private static final String RUN_NOW = """
            UPDATE ONLY jobs SET %s WHERE id = ?1 AND status = ?2 AND claim = ?3""".formatted(JobUpdates.RUN_NOW);

    private static final String EDIT = """
            UPDATE ONLY jobs
            SET arguments = COALESCE(CAST(?4 AS %s), arguments),
                scheduled_at = COALESCE(CAST(?5 AS timestamp with time zone), scheduled_at),
                priority = COALESCE(CAST(?6 AS integer), priority), updated_at = CURRENT_TIMESTAMP
            WHERE id = ?1 AND status = ?2 AND claim = ?3""";

    private static final String DELETE = "DELETE FROM ONLY jobs WHERE id = ?1 AND status = ?2 AND claim = ?3";

    @Inject
    Sql sql;

    @Inject
    Database database;

    @Inject
    JobQueries queries;

    @Inject
    Transitions transitions;

    /**
     * Inserts new jobs, leaving out those whose id is taken. Always in the order of their ids: two callers that insert
     * the same ones at the same time wait for each other, and must not do so crosswise.
     *
     * @return the ids that were inserted
     */
    public Set<String> insert(Collection<NewJob> jobs) {
        Set<String> inserted = InsertStatements.of(database.dialect())
                .insert(
                        sql,
                        jobs.stream().sorted(Comparator.comparing(NewJob::id)).toList());
        transitions.asked(jobs.stream()
                .filter(job -> inserted.contains(job.id()))
                .map(JobStore::enqueued)
                .toList());
        return inserted;
    }

    /** Without the payload, which must not be kept until the caller commits. */
    private static Transition enqueued(NewJob job) {
        return new StatusChange(
                job.id(), job.queue(), null, SCHEDULED, new JobEnqueued(job.id(), job.queue(), job.dueNow()));
    }

    /** scheduled → canceled. */
    public ActionResult cancel(String id) {
        return cancel(id, ONLY_SCHEDULED);
    }

    private ActionResult cancel(String id, Set<JobStatus> from) {
        return act(id, from, own(CANCEL), job -> changed(BulkRequest.Action.CANCEL, job));
    }

    /** scheduled, completed, failed or canceled → scheduled, due now. */
    public ActionResult runNow(String id) {
        return runNow(id, NOT_RUNNING);
    }

    private ActionResult runNow(String id, Set<JobStatus> from) {
        return act(id, from, own(RUN_NOW), job -> {
            Attempts.current(job).ifPresent(attempt -> Attempts.archive(sql::query, id, attempt));
            changed(BulkRequest.Action.RUN_NOW, job);
        });
    }

    /** Any status but initialized → none: the row is deleted, with its attempts. */
    public ActionResult delete(String id) {
        return delete(id, NOT_RUNNING);
    }

    private ActionResult delete(String id, Set<JobStatus> from) {
        return act(id, from, own(DELETE), job -> {
            Attempts.forget(sql, id);
            changed(BulkRequest.Action.DELETE, job);
        });
    }

    /**
     * One of these three transitions, of many jobs.
     *
     * @param only only of those that have this status; null for any that allows it
     * @return how many
     */
    public int actAll(BulkRequest.Action action, Collection<String> ids, @Nullable JobStatus only) {
        Set<JobStatus> from = EnumSet.copyOf(action == BulkRequest.Action.CANCEL ? ONLY_SCHEDULED : NOT_RUNNING);
        from.removeIf(status -> only != null && status != only);
        if (from.isEmpty() || ids.isEmpty()) {
            return 0;
        }
        BulkStatements bulk = BulkStatements.of(database.dialect());
        if (bulk == null) {
            return (int) ids.stream().filter(id -> act(action, id, from).done()).count();
        }
        List<?> rows = bulk.act(sql, action, ids, from);
        transitions.asked(rows.stream()
                .map(Object[].class::cast)
                .map(row -> change(action, (String) row[0], (String) row[1], JobRow.toStatus(row[2])))
                .toList());
        return rows.size();
    }

    private ActionResult act(BulkRequest.Action action, String id, Set<JobStatus> from) {
        return switch (action) {
            case RUN_NOW -> runNow(id, from);
            case CANCEL -> cancel(id, from);
            case DELETE -> delete(id, from);
        };
    }

    private void changed(BulkRequest.Action action, JobInfo job) {
        transitions.asked(List.of(change(action, job.id(), job.queue(), job.status())));
    }

    private static Transition change(BulkRequest.Action action, String id, String queue, JobStatus before) {
        return switch (action) {
            case RUN_NOW -> new StatusChange(id, queue, before, SCHEDULED, new JobRequeued(id, queue));
            case CANCEL -> new StatusChange(id, queue, before, CANCELED, new JobCanceled(id, queue));
            case DELETE -> new StatusChange(id, queue, before, null, null);
        };
    }

    /** scheduled → scheduled, with other values. */
    public ActionResult edit(String id, Edit edit) {
        Query update = own(EDIT.formatted(database.dialect().json()))
                .setParameter(4, edit.arguments())
                .setParameter(5, edit.at() == null ? null : edit.at().toString())
                .setParameter(
                        6, edit.priority() == null ? null : edit.priority().toString());
        return act(id, ONLY_SCHEDULED, update, job -> {});
    }

    private Query own(String text) {
        return sql.query(database.dialect().own(text));
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
}
