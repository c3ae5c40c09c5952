package dev.gork.enqueue;

import dev.gork.ActionResult;
import dev.gork.BulkResult;
import dev.gork.JobClient;
import dev.gork.JobInfo;
import dev.gork.JobPage;
import dev.gork.JobRequest;
import dev.gork.JobSearch;
import dev.gork.QueueCounts;
import dev.gork.store.JobQueries;
import dev.gork.store.JobStore;
import dev.gork.store.Texts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The client that applications inject. */
@ApplicationScoped
class StoreJobClient implements JobClient {
    @Inject
    Enqueuer enqueuer;

    @Inject
    JobStore store;

    @Inject
    JobQueries queries;

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
    public JobPage search(JobSearch search) {
        return queries.search(search);
    }

    @Override
    public List<QueueCounts> counts() {
        return queries.counts();
    }

    @Override
    public BulkResult enqueue(Collection<JobRequest> requests) {
        return enqueuer.enqueueAll(requests);
    }

    /** No row can have such an id, and asking for it would be an SQL error in the caller's transaction. */
    private static ActionResult unknown(String id) {
        return new ActionResult(id, ActionResult.Outcome.NOT_FOUND, null);
    }
}
