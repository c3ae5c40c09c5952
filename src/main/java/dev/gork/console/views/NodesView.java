package dev.gork.console.views;

import dev.gork.NodeInfo;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The nodes, by name. */
public record NodesView(List<Node> nodes) {
    /** A node, with what it serves and runs. */
    @JsonbPropertyOrder({"id", "name", "alive"})
    public record Node(
            String id,
            String name,
            Instant startedAt,
            Instant lastSeenAt,
            boolean alive,
            List<Served> queues,
            List<Running> jobs) {}

    /** A queue that a node serves. */
    @JsonbPropertyOrder("name")
    public record Served(String name, int instances, int running, int stuck) {}

    /** A job that a node runs. */
    public record Running(String id, String queue, @Nullable Instant startedAt) {}

    /** Shows nodes. */
    public static NodesView of(List<NodeInfo> nodes) {
        return new NodesView(nodes.stream().map(NodesView::node).toList());
    }

    private static Node node(NodeInfo node) {
        return new Node(
                node.id(),
                node.name(),
                node.startedAt(),
                node.lastSeenAt(),
                node.alive(),
                node.queues().stream()
                        .map(each -> new Served(each.queue(), each.slots(), each.running(), each.stuck()))
                        .toList(),
                node.jobs().stream()
                        .map(each -> new Running(each.id(), each.queue(), each.startedAt()))
                        .toList());
    }
}
