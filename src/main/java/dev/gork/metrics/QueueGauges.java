package dev.gork.metrics;

import dev.gork.engine.Engine;
import dev.gork.handler.Handlers;
import dev.gork.store.Backlog;
import dev.gork.store.Backlogs;
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
import org.eclipse.microprofile.metrics.Tag;

/** What the queues that this node serves look like now. All gauges of a scrape share one query. */
@ApplicationScoped
class QueueGauges {
    private static final Logger LOG = System.getLogger(QueueGauges.class.getName());

    /** Shorter than any scrape interval, longer than any scrape. */
    private static final Duration FRESH = Duration.ofSeconds(4);

    /** Counting further costs more than it tells. */
    private static final int MAX_DEPTH = 100_000;

    @Inject
    MetricRegistry registry;

    @Inject
    Handlers handlers;

    @Inject
    Backlogs backlogs;

    @Inject
    Engine engine;

    private Map<String, Backlog> backlog = Map.of();
    private long takenAt = System.nanoTime() - FRESH.toNanos();

    void register(@Observes @Initialized(ApplicationScoped.class) Object application) {
        for (String queue : handlers.queues().keySet()) {
            gauge("gork_slots_busy", "Jobs that this node runs", queue, q -> engine.busy(q));
            gauge(
                    "gork_slots_stuck",
                    "Those of them whose handlers ignore the interrupt after their timeout",
                    queue,
                    q -> engine.stuck(q));
            gauge("gork_slots", "Jobs that this node runs at once at most", queue, q -> engine.slots(q));
            gauge(
                    "gork_queue_depth",
                    "Jobs of the queue that are due, on all nodes, counted up to " + MAX_DEPTH,
                    queue,
                    q -> backlog(q, Backlog::due));
            gauge(
                    "gork_queue_oldest_seconds",
                    "For how long the longest waiting of them has been due",
                    queue,
                    q -> backlog(q, b -> b.oldest().toMillis() / 1000.0));
        }
    }

    private synchronized double backlog(String queue, ToDoubleFunction<Backlog> value) {
        if (System.nanoTime() - takenAt >= FRESH.toNanos()) {
            takenAt = System.nanoTime();
            try {
                Set<String> queues = handlers.queues().keySet();
                backlog = backlogs.quickly(queues, queues.size(), MAX_DEPTH, 0).orElse(backlog);
            } catch (RuntimeException e) {
                LOG.log(Level.DEBUG, "No depth of queues for now", e);
                backlog = Map.of();
            }
        }
        Backlog found = backlog.get(queue);
        return found == null ? Double.NaN : value.applyAsDouble(found);
    }

    private void gauge(String name, String description, String queue, ToDoubleFunction<String> value) {
        Metadata metadata =
                Metadata.builder().withName(name).withDescription(description).build();
        registry.gauge(metadata, queue, value::applyAsDouble, new Tag("queue", queue));
    }
}
