package dev.gork.nodes;

import dev.gork.NodeInfo;
import dev.gork.database.BoundedQuery;
import dev.gork.database.Database;
import dev.gork.database.Sql;
import dev.gork.database.Times;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.transaction.Transactional;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the nodes tell of themselves, and what they run. */
@ApplicationScoped
@Transactional
public class NodeQueries {
    /** No more nodes are shown. */
    public static final int MAX_NODES = 200;

    private static final String NODES = """
            SELECT id, name, started_at, last_seen_at, workers,
                   CASE WHEN last_seen_at >= %s
                        THEN 1 ELSE 0 END
            FROM gork_nodes ORDER BY name, started_at FETCH FIRST %s ROWS ONLY""";

    private static final String RUNNING = """
            SELECT node, id, queue, started_at FROM (
                SELECT node, id, queue, started_at, ROW_NUMBER() OVER (PARTITION BY node) AS place
                FROM ONLY jobs WHERE status = 'initialized' AND node IS NOT NULL) AS running
            WHERE place <= %s""".formatted(NodeInfo.MAX_JOBS);

    @Inject
    Sql sql;

    @Inject
    Database database;

    /**
     * The nodes that are known, by name, with what they run; those that have expired are for a day.
     *
     * @param lease how long after its last heartbeat a node has expired
     */
    public List<NodeInfo> all(Duration lease) {
        List<NodeInfo> nodes = nodes(lease);
        Map<String, List<NodeInfo.RunningJob>> running = running();
        return nodes.stream()
                .map(node -> withJobs(node, running.getOrDefault(node.id(), List.of())))
                .toList();
    }

    /** The same, without what they run. */
    public List<NodeInfo> nodes(Duration lease) {
        database.open();
        List<NodeInfo> nodes = new ArrayList<>();
        for (Object each :
                BoundedQuery.rows(sql.query(NODES.formatted(database.dialect().secondsAgo("?1"), MAX_NODES))
                        .setParameter(1, lease.toMillis() / 1000.0))) {
            Object[] row = (Object[]) each;
            nodes.add(new NodeInfo(
                    (String) row[0],
                    (String) row[1],
                    Times.toInstant(row[2]),
                    Times.toInstant(row[3]),
                    ((Number) row[5]).intValue() == 1,
                    workers((String) row[4]),
                    List.of()));
        }
        return nodes;
    }

    private static NodeInfo withJobs(NodeInfo node, List<NodeInfo.RunningJob> jobs) {
        return new NodeInfo(
                node.id(), node.name(), node.startedAt(), node.lastSeenAt(), node.alive(), node.queues(), jobs);
    }

    /** Reads what each node runs, by the node's id. */
    private Map<String, List<NodeInfo.RunningJob>> running() {
        Map<String, List<NodeInfo.RunningJob>> running = new HashMap<>();
        for (Object each : BoundedQuery.rows(sql.query(database.dialect().own(RUNNING)))) {
            Object[] row = (Object[]) each;
            running.computeIfAbsent((String) row[0], node -> new ArrayList<>())
                    .add(new NodeInfo.RunningJob((String) row[1], (String) row[2], Times.toInstantOrNull(row[3])));
        }
        return running;
    }

    /** What a node wrote of itself; nothing of what another version writes otherwise. */
    private static List<NodeInfo.ServedQueue> workers(String json) {
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            List<NodeInfo.ServedQueue> workers = new ArrayList<>();
            reader.readObject().forEach((queue, value) -> {
                JsonObject each = value.asJsonObject();
                workers.add(new NodeInfo.ServedQueue(
                        queue, each.getInt("instances", 0), each.getInt("running", 0), each.getInt("stuck", 0)));
            });
            return workers;
        } catch (JsonException | ClassCastException e) {
            return List.of();
        }
    }
}
