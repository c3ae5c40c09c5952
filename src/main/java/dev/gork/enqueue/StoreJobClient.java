package dev.gork.enqueue;

import dev.gork.ActionResult;
import dev.gork.BulkAction;
import dev.gork.BulkRequest;
import dev.gork.EnqueueResult;
import dev.gork.JobAttempt;
import dev.gork.JobClient;
import dev.gork.JobCount;
import dev.gork.JobEdit;
import dev.gork.JobFilter;
import dev.gork.JobInfo;
import dev.gork.JobPage;
import dev.gork.JobRequest;
import dev.gork.JobSearch;
import dev.gork.NodeInfo;
import dev.gork.QueueCounts;
import dev.gork.QueueHistory;
import dev.gork.QueueOverrides;
import dev.gork.bulk.BulkStore;
import dev.gork.config.JobLimits;
import dev.gork.config.Settings;
import dev.gork.jobs.Attempts;
import dev.gork.jobs.Edit;
import dev.gork.jobs.JobQueries;
import dev.gork.jobs.JobStore;
import dev.gork.nodes.NodeQueries;
import dev.gork.payload.Texts;
import dev.gork.queues.QueueStore;
import dev.gork.search.JobSearches;
import dev.gork.stats.HistoryQueries;
import dev.gork.stats.QueueQueries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
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

    @Inject
    BulkStore bulks;

    @Inject
    NodeQueries nodes;

    @Inject
    HistoryQueries history;

    @Inject
    Caller caller;

    @Inject
    Settings settings;

    @Override
    public Optional<JobInfo> get(String id) {
        return ifPossible(id, () -> queries.get(id), Optional.empty());
    }

    @Override
    public ActionResult cancel(String id) {
        return ifPossible(id, () -> store.cancel(id), notFound(id));
    }

    @Override
    public ActionResult runNow(String id) {
        return ifPossible(id, () -> store.runNow(id), notFound(id));
    }

    @Override
    public ActionResult edit(String id, JobEdit edit) {
        Edit checked = requests.check(id, edit);
        return ifPossible(id, () -> store.edit(id, checked), notFound(id));
    }

    @Override
    public ActionResult delete(String id) {
        return ifPossible(id, () -> store.delete(id), notFound(id));
    }

    @Override
    public List<JobAttempt> attempts(String id) {
        return ifPossible(id, () -> attempts.of(id), List.of());
    }

    @Override
    public JobPage children(String id, int limit, @Nullable String cursor) {
        return ifPossible(id, () -> searches.children(id, limit, cursor), new JobPage(List.of(), null, true));
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
    public EnqueueResult enqueue(Collection<JobRequest> requests) {
        return enqueuer.enqueueAll(requests);
    }

    @Override
    public boolean pause(String queue, @Nullable String by) {
        return queues.pause(name("queue", queue, JobLimits.MAX_QUEUE_LENGTH), by);
    }

    @Override
    public boolean resume(String queue) {
        return queues.resume(name("queue", queue, JobLimits.MAX_QUEUE_LENGTH));
    }

    @Override
    public void instances(String queue, OptionalInt instances, @Nullable String node) {
        name("queue", queue, JobLimits.MAX_QUEUE_LENGTH);
        if (instances.isPresent()
                && (instances.getAsInt() < 0 || instances.getAsInt() > QueueOverrides.MAX_INSTANCES)) {
            throw new IllegalArgumentException("instances must be from 0 to " + QueueOverrides.MAX_INSTANCES
                    + ", but for queue '" + queue + "' it was " + instances.getAsInt());
        }
        if (node == null) {
            queues.instances(queue, instances);
        } else {
            queues.instances(queue, instances, name("node", node, JobLimits.MAX_ID_LENGTH));
        }
    }

    @Override
    public QueueOverrides overrides(String queue) {
        return queues.overrides(name("queue", queue, JobLimits.MAX_QUEUE_LENGTH));
    }

    @Override
    public BulkAction startBulk(BulkRequest request) {
        for (String id : request.ids()) {
            String problem = Texts.problem(id);
            if (problem != null) {
                throw new IllegalArgumentException(
                        "No job can have the id '" + Texts.storable(id, 60) + "': it is " + problem);
            }
        }
        return bulks.start(request.by().isPresent() ? request : request.by(caller.name()));
    }

    @Override
    public Optional<BulkAction> bulkAction(String id) {
        return bulks.get(id);
    }

    @Override
    public List<BulkAction> bulkActions() {
        return bulks.latest();
    }

    @Override
    public boolean stopBulk(String id) {
        return bulks.stop(id);
    }

    @Override
    public List<NodeInfo> nodes() {
        return nodes.all(settings.lease());
    }

    @Override
    public QueueHistory history(@Nullable String queue, QueueHistory.Range range) {
        return history.history(queue == null ? null : name("queue", queue, JobLimits.MAX_QUEUE_LENGTH), range);
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

    /** No row can have some ids, and asking for them would be an SQL error in the caller's transaction. */
    private static <T> T ifPossible(String id, Supplier<T> answer, T otherwise) {
        return Texts.problem(id) == null ? answer.get() : otherwise;
    }

    private static ActionResult notFound(String id) {
        return new ActionResult(id, ActionResult.Answer.NOT_FOUND, null);
    }
}
