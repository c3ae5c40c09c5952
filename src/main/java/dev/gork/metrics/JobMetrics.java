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
import dev.gork.handler.Handlers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;

/** Counts lifecycle events, which come after commit, by queue. */
@ApplicationScoped
class JobMetrics {
    @Inject
    MetricRegistry registry;

    @Inject
    Handlers handlers;

    /** Every counter of a queue that is served here exists from the start, so that an alert can tell 0 from nothing. */
    void register(@Observes @Initialized(ApplicationScoped.class) Object application) {
        for (String queue : handlers.queues().keySet()) {
            for (Count count : Count.values()) {
                counter(count, queue);
            }
        }
    }

    void enqueued(@Observes JobEnqueued event) {
        count(Count.ENQUEUED, event);
    }

    void started(@Observes JobStarted event) {
        time("gork_jobs_waiting", "From when a job was due until it was claimed", event, event.waited());
    }

    void completed(@Observes JobCompleted event) {
        count(Count.COMPLETED, event);
        ran(event, event.ran());
    }

    void retried(@Observes JobRetried event) {
        count(Count.RETRIED, event);
        ran(event, event.ran());
    }

    void failed(@Observes JobFailed event) {
        count(Count.FAILED, event);
        ran(event, event.ran());
    }

    void canceled(@Observes JobCanceled event) {
        count(Count.CANCELED, event);
    }

    void rescued(@Observes JobRescued event) {
        count(Count.RESCUED, event);
    }

    void released(@Observes JobReleased event) {
        count(Count.RELEASED, event);
    }

    void fenced(@Observes JobFenced event) {
        count(Count.FENCED, event);
    }

    private void ran(JobEvent event, Duration ran) {
        time("gork_jobs_running", "How long handlers took, however they ended", event, ran);
    }

    private void count(Count count, JobEvent event) {
        counter(count, event.queue()).inc();
    }

    private Counter counter(Count count, String queue) {
        return registry.counter(count.metadata, new Tag("queue", queue));
    }

    private void time(String name, String description, JobEvent event, Duration duration) {
        Metadata metadata = Metadata.builder()
                .withName(name)
                .withDescription(description)
                .withUnit(MetricUnits.SECONDS)
                .build();
        registry.timer(metadata, new Tag("queue", event.queue())).update(duration);
    }

    private enum Count {
        ENQUEUED("Jobs enqueued by this node"),
        COMPLETED("Jobs completed"),
        RETRIED("Attempts that failed and are followed by another"),
        FAILED("Jobs failed for good"),
        CANCELED("Jobs canceled"),
        RESCUED("Jobs put back because their node was gone"),
        RELEASED("Jobs given back because this node stops"),
        FENCED("Attempts that ended after their claim was lost");

        private final Metadata metadata;

        Count(String description) {
            metadata = Metadata.builder()
                    .withName("gork_jobs_" + name().toLowerCase(Locale.ROOT))
                    .withDescription(description)
                    .build();
        }
    }
}
