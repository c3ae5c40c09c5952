package dev.gork.engine;

import dev.gork.Job;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Produces;
import org.jspecify.annotations.Nullable;

/** The job that this request is about, injectable as {@link Job}. */
@RequestScoped
class CurrentJob {
    private @Nullable Job job;

    void set(Job job) {
        this.job = job;
    }

    @Produces
    @RequestScoped
    Job job() {
        if (job == null) {
            throw new IllegalStateException(
                    "No job is running in this request: Job can be injected everywhere, but used"
                            + " only while a handler runs, on the handler's thread");
        }
        return job;
    }
}
