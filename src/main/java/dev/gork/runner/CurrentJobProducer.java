package dev.gork.runner;

import dev.gork.Job;
import dev.gork.events.CurrentJob;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Produces;

/** The job that this request is about, injectable as {@link Job}. */
@ApplicationScoped
class CurrentJobProducer {
    @Produces
    @RequestScoped
    Job job() {
        Job job = CurrentJob.job();
        if (job == null) {
            throw new IllegalStateException(
                    "No job is running in this request: Job can be injected everywhere, but used"
                            + " only while a handler runs, on the handler's thread");
        }
        return job;
    }
}
