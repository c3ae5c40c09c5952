package dev.gork.console.views;

import dev.gork.NodeInfo;
import dev.gork.config.Settings;
import dev.gork.nodes.NodeQueries;
import dev.gork.stats.QueueQueries;
import dev.gork.stats.QueueStats;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads queues as the API and its events show them. */
@ApplicationScoped
public class QueueViews {
    @Inject
    QueueQueries queues;

    @Inject
    NodeQueries nodes;

    @Inject
    Settings settings;

    /**
     * Lists the queues by name: those that have jobs, that something is set for, or that a node serves; how many there are, and
     * how many of them are left out, for more than {@link QueueQueries#MAX_QUEUES} are too many to show.
     *
     * @param part a part of their names; empty for all
     */
    public QueueView.Listing all(String part) {
        Map<String, List<NodeInfo.ServedQueue>> workers = workers();
        QueueQueries.Listing listing = queues.list(part, workers.keySet());
        return new QueueView.Listing(
                listing.queues().stream().map(queue -> of(queue, workers)).toList(),
                listing.total(),
                listing.total() - listing.queues().size());
    }

    /** Shows one queue, if there is one. */
    public Optional<QueueView> one(String name) {
        Map<String, List<NodeInfo.ServedQueue>> workers = workers();
        return queues.one(name)
                .or(() -> workers.containsKey(name) ? Optional.of(QueueStats.none(name)) : Optional.empty())
                .map(queue -> of(queue, workers));
    }

    /** Shows a queue without jobs, that no node serves and nothing is set for. */
    public QueueView idle(String name) {
        return QueueView.of(QueueStats.none(name), List.of());
    }

    /** Who serves each queue. */
    private Map<String, List<NodeInfo.ServedQueue>> workers() {
        return nodes.nodes(settings.lease()).stream()
                .filter(NodeInfo::alive)
                .flatMap(node -> node.queues().stream())
                .collect(Collectors.groupingBy(NodeInfo.ServedQueue::queue));
    }

    private static QueueView of(QueueStats queue, Map<String, List<NodeInfo.ServedQueue>> workers) {
        return QueueView.of(queue, workers.getOrDefault(queue.name(), List.of()));
    }
}
