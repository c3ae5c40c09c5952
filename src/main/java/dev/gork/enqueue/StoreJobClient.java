package dev.gork.enqueue;

import dev.gork.ActionResult;
import dev.gork.BulkResult;
import dev.gork.JobAttempt;
import dev.gork.JobClient;
import dev.gork.JobCount;
import dev.gork.JobEdit;
import dev.gork.JobFilter;
import dev.gork.JobInfo;
import dev.gork.JobPage;
import dev.gork.JobRequest;
import dev.gork.JobSearch;
import dev.gork.QueueControls;
import dev.gork.QueueCounts;
import dev.gork.config.JobLimits;
import dev.gork.store.Attempts;
import dev.gork.store.Edit;
import dev.gork.store.JobQueries;
import dev.gork.store.JobSearches;
import dev.gork.store.JobStore;
import dev.gork.store.QueueQueries;
import dev.gork.store.QueueStore;
import dev.gork.store.Texts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The client that applications inject. */
@ApplicationScoped
class StoreJobClient implements JobClient {
    @Inject
    Enqueuer enqueuer;

    @Inject
    JobStore store;

    @Inject
    RequestCheck requests;

    @Inject
    JobQueries queries;

    @Inject
    Attempts attempts;

    @Inject
    QueueStore queues;

    @Inject
    JobSearches searches;

    @Inject
    QueueQueries queueQueries;

    @Override
    public Optional<JobInfo> get(String id) {
        return Texts.problem(id) == null ? queries.get(id) : Optional.empty();
    }

    @Override
    public ActionResult cancel(String id) {
        return Texts.problem(id) == null ? store.cancel(id) : unknown(id);
    }

    @Override
    public ActionResult runNow(String id) {
        return Texts.problem(id) == null ? store.runNow(id) : unknown(id);
    }

    @Override
    public ActionResult edit(String id, JobEdit edit) {
        Edit checked = requests.check(id, edit);
        return Texts.problem(id) == null ? store.edit(id, checked) : unknown(id);
    }

    @Override
    public ActionResult delete(String id) {
        return Texts.problem(id) == null ? store.delete(id) : unknown(id);
    }

    @Override
    public List<JobAttempt> attempts(String id) {
        return Texts.problem(id) == null ? attempts.of(id) : List.of();
    }

    @Override
    public JobPage children(String id, int limit, @Nullable String cursor) {
        return Texts.problem(id) == null ? queries.children(id, limit, cursor) : new JobPage(List.of(), null, true);
    }

    @Override
    public JobPage search(JobSearch search) {
        return searches.search(search);
    }

    @Override
    public JobCount count(JobFilter filter) {
        return searches.count(filter);
    }

    @Override
    public List<QueueCounts> counts() {
        return queueQueries.counts();
    }

    @Override
    public BulkResult enqueue(Collection<JobRequest> requests) {
        return enqueuer.enqueueAll(requests);
    }

    @Override
    public boolean pause(String queue, @Nullable String by) {
        return queues.pause(
                name("queue", queue, JobLimits.MAX_QUEUE_LENGTH),
                by == null ? null : Texts.storable(by, JobLimits.MAX_ID_LENGTH));
    }

    @Override
    public boolean resume(String queue) {
        return queues.resume(name("queue", queue, JobLimits.MAX_QUEUE_LENGTH));
    }

    @Override
    public void instances(String queue, OptionalInt instances, @Nullable String node) {
        name("queue", queue, JobLimits.MAX_QUEUE_LENGTH);
        if (instances.isPresent() && (instances.getAsInt() < 0 || instances.getAsInt() > QueueControls.MAX_INSTANCES)) {
            throw new IllegalArgumentException("instances must be from 0 to " + QueueControls.MAX_INSTANCES
                    + ", but for queue '" + queue + "' it was " + instances.getAsInt());
        }
        if (node == null) {
            queues.instances(queue, instances);
        } else {
            queues.instances(queue, instances, name("node", node, JobLimits.MAX_ID_LENGTH));
        }
    }

    @Override
    public QueueControls controls(String queue) {
        return queues.controls(name("queue", queue, JobLimits.MAX_QUEUE_LENGTH));
    }

    /** Names that the tables could not hold: refused here, not by an SQL error in the caller's transaction. */
    private static String name(String what, String name, int maxLength) {
        String problem = name.isBlank() ? "empty" : Texts.problem(name);
        if (problem == null && name.length() > maxLength) {
            problem = name.length() + " characters long, " + maxLength + " are allowed";
        }
        if (problem != null) {
            throw new IllegalArgumentException(
                    "No " + what + " can be called '" + Texts.storable(name, 60) + "': it is " + problem);
        }
        return name;
    }

    /** No row can have such an id, and asking for it would be an SQL error in the caller's transaction. */
    private static ActionResult unknown(String id) {
        return new ActionResult(id, ActionResult.Outcome.NOT_FOUND, null);
    }
}
