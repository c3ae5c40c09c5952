package dev.gork.metrics;

import dev.gork.config.Application;
import dev.gork.engine.Workload;
import dev.gork.handler.Handlers;
import dev.gork.log.SafeLog;
import dev.gork.stats.QueueDepth;
import dev.gork.stats.QueueDepths;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** What the queues that this node serves look like now. All gauges of a scrape share one query. */
@ApplicationScoped
class QueueGauges {
    private static final Logger LOG = SafeLog.of(QueueGauges.class);

    /** Shorter than any scrape interval, longer than any scrape. */
    private static final Duration FRESH = Duration.ofSeconds(4);

    /** Counting further costs more than it tells. */
    private static final int MAX_DEPTH = 100_000;

    @Inject
    MetricRegistry registry;

    @Inject
    Handlers handlers;

    @Inject
    Application application;

    @Inject
    QueueDepths depths;

    @Inject
    Workload workload;

    private Map<String, QueueDepth> backlog = Map.of();
    private long takenAt = System.nanoTime() - FRESH.toNanos();

    void register(@Observes @Initialized(ApplicationScoped.class) Object event) {
        for (String queue : handlers.queues().keySet()) {
            gauge("gork_slots_busy", "Jobs that this node runs", queue, q -> workload.running(q));
            gauge(
                    "gork_slots_stuck",
                    "Those of them whose handlers ignore the interrupt after their timeout",
                    queue,
                    q -> workload.stuck(q));
            gauge("gork_slots", "Jobs that this node runs at once at most", queue, q -> workload.slots(q));
            gauge(
                    "gork_queue_depth",
                    "Jobs of the queue that are due, on all nodes, counted up to " + MAX_DEPTH,
                    queue,
                    q -> backlog(q, QueueDepth::due));
            gauge(
                    "gork_queue_oldest_seconds",
                    "For how long the longest waiting of them has been due",
                    queue,
                    q -> backlog(q, b -> b.oldest().toMillis() / 1000.0));
        }
    }

    private synchronized double backlog(String queue, ToDoubleFunction<QueueDepth> value) {
        if (System.nanoTime() - takenAt >= FRESH.toNanos()) {
            takenAt = System.nanoTime();
            try {
                Set<String> queues = handlers.queues().keySet();
                backlog = depths.quickly(queues, queues.size(), MAX_DEPTH, 0).orElse(backlog);
            } catch (RuntimeException e) {
                LOG.log(Level.DEBUG, "No depth of queues for now", e);
                backlog = Map.of();
            }
        }
        QueueDepth found = backlog.get(queue);
        return found == null ? Double.NaN : value.applyAsDouble(found);
    }

    private void gauge(String name, String description, String queue, ToDoubleFunction<String> value) {
        Metadata metadata =
                Metadata.builder().withName(name).withDescription(description).build();
        registry.gauge(metadata, queue, value::applyAsDouble, QueueTags.of(application, queue));
    }
}
