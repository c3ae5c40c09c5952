package dev.gork.testing;

import dev.gork.Job;
import dev.gork.JobRequest;
import dev.gork.Queue;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** An application that needs no more than the core jar does: what it enqueues in a transaction, it runs. */
@ApplicationScoped
public class TwoStepsApp {
    @Inject
    Event<JobRequest> jobs;

    /** Enqueues the second step. */
    @Transactional
    void first(@Observes @Queue("first") Job job) {
        jobs.fire(JobRequest.to("second").id("second"));
    }

    /** Is the second step. */
    void second(@Observes @Queue("second") Job job) {
        job.result("done");
    }
}
