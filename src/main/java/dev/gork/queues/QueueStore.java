package dev.gork.queues;

import dev.gork.QueueOverrides;
import dev.gork.config.JobLimits;
import dev.gork.database.BoundedQuery;
import dev.gork.database.Database;
import dev.gork.database.Sql;
import dev.gork.database.Times;
import dev.gork.events.AfterCommit;
import dev.gork.payload.Texts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What people set for queues while they run. Every node reads it with its heartbeat, and at once when
 * {@link OverridesChanged} or another node's message says so.
 */
@ApplicationScoped
@Transactional
public class QueueStore {
    private static final String PAUSE = """
            UPDATE gork_queues SET paused_at = CURRENT_TIMESTAMP, paused_by = ?2 WHERE name = ?1 AND paused_at IS NULL""";

    private static final String RESUME = """
            UPDATE gork_queues SET paused_at = NULL, paused_by = NULL WHERE name = ?1 AND paused_at IS NOT NULL""";

    private static final String INSTANCES = "UPDATE gork_queues SET instances = CAST(?2 AS integer) WHERE name = ?1";

    /** Those who set something for a node of the same queue wait for each other. */
    private static final String LOCK = "UPDATE gork_queues SET name = name WHERE name = ?1";

    private static final String CLEAR_NODE = "DELETE FROM gork_queue_nodes WHERE queue = ?1 AND node = ?2";

    private static final String SET_NODE =
            "INSERT INTO gork_queue_nodes (queue, node, instances) VALUES (?1, ?2, CAST(?3 AS integer))";

    private static final String QUEUES =
            "SELECT name, paused_at, paused_by, instances FROM gork_queues WHERE ?1 = '' OR name = ?1";

    private static final String NODES =
            "SELECT queue, node, instances FROM gork_queue_nodes WHERE ?1 = '' OR queue = ?1";

    @Inject
    Sql sql;

    @Inject
    Database database;

    @Inject
    AfterCommit commit;

    @Inject
    Event<OverridesChanged> changes;

    /** Pauses a queue; whether it was not paused before. */
    public boolean pause(String queue, @Nullable String by) {
        ensure(queue);
        return told(sql.query(PAUSE)
                        .setParameter(1, queue)
                        .setParameter(2, by == null ? null : Texts.storable(by, JobLimits.MAX_CALLER_LENGTH))
                        .executeUpdate()
                == 1);
    }

    /** Ends the pause of a queue; whether it was paused. */
    public boolean resume(String queue) {
        database.open();
        return told(sql.query(RESUME).setParameter(1, queue).executeUpdate() == 1);
    }

    /** Sets how many jobs of a queue each node runs at once; empty for as configured. */
    public void instances(String queue, OptionalInt instances) {
        ensure(queue);
        sql.query(INSTANCES)
                .setParameter(1, queue)
                .setParameter(2, instances.isPresent() ? String.valueOf(instances.getAsInt()) : null)
                .executeUpdate();
        told(true);
    }

    /** The same for the node with this name alone. */
    public void instances(String queue, OptionalInt instances, String node) {
        ensure(queue);
        sql.query(LOCK).setParameter(1, queue).executeUpdate();
        sql.query(CLEAR_NODE).setParameter(1, queue).setParameter(2, node).executeUpdate();
        if (instances.isPresent()) {
            sql.query(SET_NODE)
                    .setParameter(1, queue)
                    .setParameter(2, node)
                    .setParameter(3, instances.getAsInt())
                    .executeUpdate();
        }
        told(true);
    }

    /** What is set for a queue. */
    public QueueOverrides overrides(String queue) {
        return read(queue).getOrDefault(queue, QueueOverrides.none(queue));
    }

    /** What is set for queues, by queue; those for which nothing is are missing. */
    public Map<String, QueueOverrides> all() {
        return read("");
    }

    private Map<String, QueueOverrides> read(String queue) {
        database.open();
        Map<String, Map<String, Integer>> nodes = new TreeMap<>();
        for (Object each : rows(NODES, queue)) {
            Object[] row = (Object[]) each;
            nodes.computeIfAbsent((String) row[0], name -> new TreeMap<>())
                    .put((String) row[1], ((Number) row[2]).intValue());
        }
        Map<String, QueueOverrides> overrides = new TreeMap<>();
        for (Object each : rows(QUEUES, queue)) {
            Object[] row = (Object[]) each;
            String name = (String) row[0];
            QueueOverrides set = new QueueOverrides(
                    name,
                    Times.toInstantOrNull(row[1]),
                    (String) row[2],
                    row[3] == null ? null : ((Number) row[3]).intValue(),
                    nodes.getOrDefault(name, Map.of()));
            if (!set.equals(QueueOverrides.none(name))) { // the row of a queue that was paused once stays
                overrides.put(name, set);
            }
        }
        return overrides;
    }

    private List<?> rows(String text, String queue) {
        return BoundedQuery.rows(sql.query(text).setParameter(1, queue));
    }

    private void ensure(String queue) {
        sql.query(database.dialect().ensureRow("gork_queues", "name"))
                .setParameter(1, queue)
                .executeUpdate();
    }

    private boolean told(boolean changed) {
        if (changed) {
            commit.run(() -> changes.fire(new OverridesChanged()));
        }
        return changed;
    }
}
