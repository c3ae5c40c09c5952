package dev.gork.console;

import dev.gork.JobStatus;
import dev.gork.config.Settings;
import dev.gork.store.NodeInfo;
import dev.gork.store.NodeQueries;
import dev.gork.store.QueueQueries;
import dev.gork.store.QueueStats;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Queues as they stand, in JSON; the same for the API and for those who watch. */
@ApplicationScoped
class QueueJson {
    private static final double MILLIS = 1000.0;

    @Inject
    QueueQueries queues;

    @Inject
    NodeQueries nodes;

    @Inject
    Settings settings;

    /** All queues, by name: those that have jobs, that something is set for, or that a node serves. */
    JsonObject all() {
        List<NodeInfo> alive = alive();
        Map<String, QueueStats> all = new TreeMap<>();
        alive.forEach(node -> node.queues().forEach(queue -> all.put(queue.queue(), QueueStats.none(queue.queue()))));
        queues.all().forEach(queue -> all.put(queue.name(), queue));
        JsonArrayBuilder array = JobJson.JSON.createArrayBuilder();
        all.values().forEach(queue -> array.add(of(queue, alive)));
        return JobJson.JSON.createObjectBuilder().add("queues", array).build();
    }

    /** One queue, if there is one. */
    Optional<JsonObject> one(String name) {
        List<NodeInfo> alive = alive();
        boolean served = alive.stream()
                .flatMap(node -> node.queues().stream())
                .anyMatch(queue -> queue.queue().equals(name));
        return queues.one(name)
                .or(() -> served ? Optional.of(QueueStats.none(name)) : Optional.empty())
                .map(queue -> of(queue, alive));
    }

    private List<NodeInfo> alive() {
        return nodes.nodes(settings.lease()).stream().filter(NodeInfo::alive).toList();
    }

    private static JsonObject of(QueueStats queue, List<NodeInfo> alive) {
        List<NodeInfo.Workers> workers = alive.stream()
                .flatMap(node -> node.queues().stream())
                .filter(each -> each.queue().equals(queue.name()))
                .toList();
        JsonObjectBuilder json = JobJson.JSON
                .createObjectBuilder()
                .add("name", queue.name())
                .add("paused", queue.controls().paused())
                .add("paused_by", text(queue.controls().pausedBy()))
                .add("paused_at", time(queue.controls().pausedAt()))
                .add("due", queue.backlog().due())
                .add("due_capped", queue.backlogCapped())
                .add("scheduled", queue.count(JobStatus.SCHEDULED))
                .add("running", queue.count(JobStatus.INITIALIZED))
                .add("completed", queue.count(JobStatus.COMPLETED))
                .add("failed", queue.count(JobStatus.FAILED))
                .add("canceled", queue.count(JobStatus.CANCELED))
                .add("oldest_seconds", queue.backlog().oldest().toMillis() / MILLIS)
                .add(
                        "instances",
                        workers.stream().mapToInt(NodeInfo.Workers::instances).sum())
                .add("nodes", workers.size());
        return recent(json, queue.recent()).build();
    }

    private static JsonObjectBuilder recent(JsonObjectBuilder json, QueueStats.Recent recent) {
        JsonArrayBuilder history = JobJson.JSON.createArrayBuilder();
        recent.history().forEach(history::add);
        return json.add("per_second", recent.perSecond())
                .add("wait_p95_ms", recent.waitP95Millis())
                .add("run_p95_ms", recent.runP95Millis())
                .add("failed_last_hour", recent.failedLastHour())
                .add("retried_last_hour", recent.retriedLastHour())
                .add("last_error", text(recent.lastError()))
                .add("last_error_at", time(recent.lastErrorAt()))
                .add("history", history);
    }

    private static JsonValue time(@Nullable Instant time) {
        return text(time == null ? null : time.toString());
    }

    private static JsonValue text(@Nullable String text) {
        return text == null ? JsonValue.NULL : JobJson.JSON.createValue(text);
    }
}
