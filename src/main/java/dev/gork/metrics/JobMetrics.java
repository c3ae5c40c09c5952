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
import dev.gork.claims.ClaimedJob;
import dev.gork.claims.Outcome;
import dev.gork.config.Application;
import dev.gork.events.NeedsNoRequest;
import dev.gork.handler.Handlers;
import dev.gork.jobs.Transition;
import dev.gork.jobs.TransitionFollower;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;
import org.jspecify.annotations.Nullable;

/** Counts transitions once they are committed, by queue. */
@NeedsNoRequest
@ApplicationScoped
class JobMetrics implements TransitionFollower {
    private static final Metadata WAITING = timer("gork_jobs_waiting", "From when a job was due until it was claimed");
    private static final Metadata RUNNING = timer("gork_jobs_running", "How long handlers took, however they ended");

    /** Queues that are not served here and have series of their own. */
    private static final int MAX_UNSERVED = 100;

    /** The tag of all the others. */
    private static final String OTHERS = "(others)";

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    @Inject
    MetricRegistry registry;

    @Inject
    Handlers handlers;

    @Inject
    Application application;

    /** The registry finds a metric anew at every call, which takes longer than to count. */
    private final Map<String, Meters> meters = new ConcurrentHashMap<>();

    /** Every counter of a queue that is served here exists from the start, so that an alert can tell 0 from nothing. */
    void register(@Observes @Initialized(ApplicationScoped.class) Object event) {
        for (String queue : handlers.queues().keySet()) {
            for (Count count : Count.values()) {
                meters(queue).counter(count);
            }
        }
    }

    @Override
    public void committed(Collection<? extends Transition> transitions) {
        transitions.forEach(this::follow);
    }

    private void follow(Transition transition) {
        Meters of = meters(transition.queue());
        if (transition instanceof ClaimedJob claimed) {
            of.waiting().update(countable(claimed.waited()));
        } else if (transition instanceof Outcome outcome && outcome.ran() != null) {
            of.running().update(outcome.ran());
        }
        JobEvent event = transition.event();
        if (event != null) {
            count(event, of);
        }
    }

    /** Of an attempt whose claim was lost there is no transition. */
    void fenced(@Observes JobFenced event) {
        count(event, meters(event.queue()));
    }

    private static void count(JobEvent event, Meters of) {
        Count count = Count.OF.get(event.getClass());
        if (count != null) {
            of.counter(count).inc();
        }
    }

    /** A row of another program's may be due since the year 1, which is more nanoseconds than there are. */
    private static Duration countable(Duration time) {
        return time.compareTo(LONGEST) < 0 ? time : LONGEST;
    }

    private Meters meters(String queue) {
        Meters known = meters.get(queue);
        return known != null
                ? known
                : meters.computeIfAbsent(
                        isCounted(queue) ? queue : OTHERS,
                        name -> new Meters(registry, QueueTags.of(application, name)));
    }

    /** Those that are served here always are; of the others, the first ones: names may be made up without end. */
    private boolean isCounted(String queue) {
        return handlers.queues().containsKey(queue)
                || meters.size() < handlers.queues().size() + MAX_UNSERVED;
    }

    private static Metadata timer(String name, String description) {
        return Metadata.builder()
                .withName(name)
                .withDescription(description)
                .withUnit(MetricUnits.SECONDS)
                .build();
    }

    /** The metrics of one queue, each made when it is first used. */
    private static final class Meters {
        private final MetricRegistry registry;
        private final Tag[] tags;
        private final Map<Count, Counter> counters = new ConcurrentHashMap<>();
        private volatile @Nullable Timer waiting;
        private volatile @Nullable Timer running;

        Meters(MetricRegistry registry, Tag[] tags) {
            this.registry = registry;
            this.tags = tags;
        }

        Counter counter(Count count) {
            return counters.computeIfAbsent(count, each -> registry.counter(each.metadata, tags));
        }

        Timer waiting() {
            Timer known = waiting;
            if (known == null) {
                known = registry.timer(WAITING, tags);
                waiting = known;
            }
            return known;
        }

        Timer running() {
            Timer known = running;
            if (known == null) {
                known = registry.timer(RUNNING, tags);
                running = known;
            }
            return known;
        }
    }

    private enum Count {
        ENQUEUED(JobEnqueued.class, "Jobs enqueued by this node"),
        COMPLETED(JobCompleted.class, "Jobs completed"),
        RETRIED(JobRetried.class, "Attempts that failed and are followed by another"),
        FAILED(JobFailed.class, "Jobs failed for good"),
        CANCELED(JobCanceled.class, "Jobs canceled"),
        RESCUED(JobRescued.class, "Jobs rescued because their node had expired"),
        RELEASED(JobReleased.class, "Jobs released because this node stops"),
        FENCED(JobFenced.class, "Attempts that ended after their claim was lost");

        /** By the event that says so. */
        static final Map<Class<? extends JobEvent>, Count> OF =
                Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(count -> count.event, count -> count));

        private final Class<? extends JobEvent> event;
        private final Metadata metadata;

        Count(Class<? extends JobEvent> event, String description) {
            this.event = event;
            metadata = Metadata.builder()
                    .withName("gork_jobs_" + name().toLowerCase(Locale.ROOT))
                    .withDescription(description)
                    .build();
        }
    }
}
