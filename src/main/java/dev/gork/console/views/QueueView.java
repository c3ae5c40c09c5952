package dev.gork.console.views;

import dev.gork.JobStatus;
import dev.gork.NodeInfo;
import dev.gork.stats.QueueStats;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A queue as it stands. */
@JsonbPropertyOrder({"name", "paused", "due", "due_capped", "scheduled", "running"})
public record QueueView(
        String name,
        boolean paused,
        @Nullable String pausedBy,
        @Nullable Instant pausedAt,
        long due,
        boolean dueCapped,
        long scheduled,
        long running,
        long completed,
        long failed,
        long canceled,
        double oldestSeconds,
        int instances,
        int nodes,
        double perSecond,
        @JsonbProperty("wait_p95_ms") double waitP95Millis,
        @JsonbProperty("run_p95_ms") double runP95Millis,
        long failedLastHour,
        long retriedLastHour,
        @Nullable String lastError,
        @Nullable Instant lastErrorAt,
        List<Double> history) {
    private static final double MILLIS = 1000.0;

    /**
     * The queues that are listed, by name.
     *
     * @param total how many there are
     * @param leftOut how many of them are not listed, for there are too many
     */
    public record Listing(List<QueueView> queues, int total, int leftOut) {}

    /** Shows a queue with the nodes that serve it. */
    static QueueView of(QueueStats queue, List<NodeInfo.ServedQueue> workers) {
        QueueStats.Recent recent = queue.recent();
        return new QueueView(
                queue.name(),
                queue.overrides().paused(),
                queue.overrides().pausedBy(),
                queue.overrides().pausedAt(),
                queue.backlog().due(),
                queue.backlogCapped(),
                queue.count(JobStatus.SCHEDULED),
                queue.count(JobStatus.INITIALIZED),
                queue.count(JobStatus.COMPLETED),
                queue.count(JobStatus.FAILED),
                queue.count(JobStatus.CANCELED),
                queue.backlog().oldest().toMillis() / MILLIS,
                workers.stream().mapToInt(NodeInfo.ServedQueue::slots).sum(),
                workers.size(),
                recent.perSecond(),
                recent.waitP95Millis(),
                recent.runP95Millis(),
                recent.failedLastHour(),
                recent.retriedLastHour(),
                recent.lastError(),
                recent.lastErrorAt(),
                recent.history());
    }
}
