package dev.gork.metrics;

import dev.gork.JobCanceled;
import dev.gork.JobCompleted;
import dev.gork.JobEnqueued;
import dev.gork.JobEvent;
import dev.gork.JobFailed;
import dev.gork.JobFenced;
import dev.gork.JobReleased;
import dev.gork.JobRescued;
import dev.gork.JobRetried;
import dev.gork.JobStarted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;

/** Counts lifecycle events, which come after commit, by queue. */
@ApplicationScoped
class JobMetrics {
    @Inject
    MetricRegistry registry;

    void enqueued(@Observes JobEnqueued event) {
        count("gork_jobs_enqueued", "Jobs enqueued by this node", event);
    }

    void started(@Observes JobStarted event) {
        time("gork_jobs_waiting", "From when a job was due until it was claimed", event, event.waited());
    }

    void completed(@Observes JobCompleted event) {
        count("gork_jobs_completed", "Jobs completed", event);
        ran(event, event.ran());
    }

    void retried(@Observes JobRetried event) {
        count("gork_jobs_retried", "Attempts that failed and are followed by another", event);
        ran(event, event.ran());
    }

    void failed(@Observes JobFailed event) {
        count("gork_jobs_failed", "Jobs failed for good", event);
        ran(event, event.ran());
    }

    void canceled(@Observes JobCanceled event) {
        count("gork_jobs_canceled", "Jobs canceled", event);
    }

    void rescued(@Observes JobRescued event) {
        count("gork_jobs_rescued", "Jobs put back because their node was gone", event);
    }

    void released(@Observes JobReleased event) {
        count("gork_jobs_released", "Jobs given back because this node stops", event);
    }

    void fenced(@Observes JobFenced event) {
        count("gork_jobs_fenced", "Attempts that ended after their claim was lost", event);
    }

    private void ran(JobEvent event, Duration ran) {
        time("gork_jobs_running", "How long handlers took, however they ended", event, ran);
    }

    private void count(String name, String description, JobEvent event) {
        Metadata metadata =
                Metadata.builder().withName(name).withDescription(description).build();
        registry.counter(metadata, queue(event)).inc();
    }

    private void time(String name, String description, JobEvent event, Duration duration) {
        Metadata metadata = Metadata.builder()
                .withName(name)
                .withDescription(description)
                .withUnit(MetricUnits.SECONDS)
                .build();
        registry.timer(metadata, queue(event)).update(duration);
    }

    private static Tag queue(JobEvent event) {
        return new Tag("queue", event.queue());
    }
}
