package dev.gork.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the nodes tell of themselves, and what they run. */
@ApplicationScoped
@Transactional
public class NodeQueries {
    /** No node is shown with more of its running jobs. */
    public static final int MAX_JOBS = 100;

    /** No more nodes are shown. */
    public static final int MAX_NODES = 200;

    private static final String NODES = """
            SELECT id, name, started_at, last_seen_at, workers,
                   CASE WHEN last_seen_at >= CURRENT_TIMESTAMP - CAST(?1 AS decimal(20, 3)) * INTERVAL '1' SECOND
                        THEN 1 ELSE 0 END
            FROM gork_nodes ORDER BY name, started_at FETCH FIRST %d ROWS ONLY""".formatted(MAX_NODES);

    private static final String RUNNING = """
            SELECT id, queue, started_at FROM jobs WHERE status = 'initialized' AND node = ?1
            FETCH FIRST %d ROWS ONLY""".formatted(MAX_JOBS);

    @PersistenceContext(unitName = "gork")
    EntityManager em;

    @Inject
    Database database;

    /**
     * The nodes that are known, by name, with what they run; those that are gone are for a day.
     *
     * @param lease how long after its last sign of life a node counts as gone
     */
    public List<NodeInfo> all(Duration lease) {
        return nodes(lease).stream()
                .map(node -> node.running(running(node.id())))
                .toList();
    }

    /** The same, without what they run. */
    public List<NodeInfo> nodes(Duration lease) {
        database.open();
        List<NodeInfo> nodes = new ArrayList<>();
        for (Object each : Queries.rows(em.createNativeQuery(NODES).setParameter(1, lease.toMillis() / 1000.0))) {
            Object[] row = (Object[]) each;
            nodes.add(new NodeInfo(
                    (String) row[0],
                    (String) row[1],
                    JobRow.toInstant(row[2]),
                    JobRow.toInstant(row[3]),
                    ((Number) row[5]).intValue() == 1,
                    workers((String) row[4]),
                    List.of()));
        }
        return nodes;
    }

    private List<NodeInfo.Running> running(String node) {
        return Queries.rows(em.createNativeQuery(RUNNING).setParameter(1, node)).stream()
                .map(row -> (Object[]) row)
                .map(row -> new NodeInfo.Running((String) row[0], (String) row[1], JobRow.toInstantOrNull(row[2])))
                .toList();
    }

    /** What a node wrote of itself; nothing of what another version writes otherwise. */
    private static List<NodeInfo.Workers> workers(String json) {
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            List<NodeInfo.Workers> workers = new ArrayList<>();
            reader.readObject().forEach((queue, value) -> {
                JsonObject each = value.asJsonObject();
                workers.add(new NodeInfo.Workers(
                        queue, each.getInt("instances", 0), each.getInt("running", 0), each.getInt("stuck", 0)));
            });
            return workers;
        } catch (JsonException | ClassCastException e) {
            return List.of();
        }
    }
}
