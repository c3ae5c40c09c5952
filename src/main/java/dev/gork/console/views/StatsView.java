package dev.gork.console.views;

import dev.gork.JobStatus;
import dev.gork.NodeInfo;
import dev.gork.QueueCounts;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;

/** gork's own statistics, by queue. */
public record StatsView(List<QueueCount> queues, boolean complete) {
    /** How many jobs a queue has in each status, and the nodes that serve it. */
    @JsonbPropertyOrder("name")
    public record QueueCount(
            String name,
            long scheduled,
            long initialized,
            long completed,
            long failed,
            long canceled,
            long unknown,
            List<Worker> workers) {
        /** Shows the counts of a queue. */
        public static QueueCount of(QueueCounts counts, List<NodeInfo> nodes) {
            return new QueueCount(
                    counts.queue(),
                    counts.count(JobStatus.SCHEDULED),
                    counts.count(JobStatus.INITIALIZED),
                    counts.count(JobStatus.COMPLETED),
                    counts.count(JobStatus.FAILED),
                    counts.count(JobStatus.CANCELED),
                    counts.count(JobStatus.UNKNOWN),
                    nodes.stream()
                            .filter(node -> node.queues().stream()
                                    .anyMatch(each -> each.queue().equals(counts.queue())))
                            .map(node -> new Worker(node.id(), node.lastSeenAt()))
                            .toList());
        }
    }

    /** A node that serves a queue. */
    public record Worker(String id, Instant lastSeenAt) {}
}
