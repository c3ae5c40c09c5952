package dev.gork.nodes;

import dev.gork.database.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A node's connection to any database. Nobody else changes the node's row, so what is read first is what is written over. */
final class RowByRowNodeConnection extends NodeConnection {
    private static final String SILENCE = "SELECT %s FROM gork_nodes WHERE id = ?";

    private static final String BEAT =
            "UPDATE gork_nodes SET last_seen_at = CURRENT_TIMESTAMP, workers = ? WHERE id = ?";

    private static final String OVERRIDES = """
            SELECT queue.name, queue.paused_at IS NOT NULL, COALESCE(own.instances, queue.instances),
                   CAST(? AS double precision)
            FROM gork_nodes AS node
            LEFT JOIN gork_queues AS queue ON 1 = 1
            LEFT JOIN gork_queue_nodes AS own ON own.queue = queue.name AND own.node = node.name
            WHERE node.id = ?""";

    private final String silence;

    RowByRowNodeConnection(Connection connection, Dialect dialect, int timeoutSeconds) throws SQLException {
        super(connection, dialect, timeoutSeconds);
        silence = SILENCE.formatted(dialect.secondsSince("last_seen_at"));
    }

    @Override
    List<Object[]> beatAndRead(String id, String workers) throws SQLException {
        List<Object[]> before = query(silence, id);
        return before.isEmpty() || update(BEAT, workers, id) == 0
                ? List.of()
                : query(OVERRIDES, String.valueOf(before.get(0)[0]), id);
    }
}
