package dev.gork.enqueue;

import dev.gork.DuplicateJobException;
import dev.gork.EnqueueResult;
import dev.gork.JobRequest;
import dev.gork.events.CurrentJob;
import dev.gork.jobs.JobStore;
import dev.gork.jobs.NewJob;
import dev.gork.log.SafeLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The one way in. It refuses a job before a statement, or after one that succeeded: one that fails would mark the caller's
 * transaction for rollback.
 */
@ApplicationScoped
class Enqueuer {
    private static final Logger LOG = SafeLog.of(Enqueuer.class);

    @Inject
    RequestCheck requests;

    @Inject
    Caller caller;

    @Inject
    JobStore store;

    void enqueue(@Observes JobRequest request) {
        NewJob job = requests.check(request).causedBy(caller.name(), CurrentJob.id());
        if (store.insert(List.of(job)).isEmpty()) {
            throw new DuplicateJobException(job.id(), job.queue());
        }
    }

    /** There is no caller's transaction on this thread, and perhaps nobody who asks the future for its exception. */
    void enqueueAsync(@ObservesAsync JobRequest request) {
        try {
            enqueue(request);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, request + ", fired asynchronously, was not enqueued", e);
            throw e;
        }
    }

    EnqueueResult enqueueAll(Collection<JobRequest> many) {
        Map<String, NewJob> jobs = new LinkedHashMap<>();
        List<String> duplicates = new ArrayList<>();
        String callerName = caller.name();
        for (JobRequest request : many) {
            NewJob job = requests.check(request).causedBy(callerName, CurrentJob.id());
            if (jobs.putIfAbsent(job.id(), job) != null) {
                duplicates.add(job.id());
            }
        }
        Set<String> inserted = jobs.isEmpty() ? new HashSet<>() : store.insert(jobs.values());
        List<String> enqueued = new ArrayList<>();
        jobs.keySet().forEach(id -> (inserted.contains(id) ? enqueued : duplicates).add(id));
        return new EnqueueResult(enqueued, duplicates);
    }
}
