package dev.gork.nodes;

import dev.gork.database.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A node's connection to PostgreSQL: one statement. */
final class PostgresNodeConnection extends NodeConnection {
    /** Locked first, or the row as it was before it changed would be what it is compared with. */
    private static final String BEAT = """
            WITH before AS (
                SELECT id, last_seen_at FROM gork_nodes WHERE id = ? FOR UPDATE
            ), beat AS (
                UPDATE gork_nodes AS node SET last_seen_at = CURRENT_TIMESTAMP, workers = ?
                FROM before WHERE node.id = before.id
                RETURNING node.name, CURRENT_TIMESTAMP - before.last_seen_at AS silence
            )
            SELECT queue.name, queue.paused_at IS NOT NULL, COALESCE(own.instances, queue.instances),
                   EXTRACT(EPOCH FROM beat.silence)
            FROM beat
            LEFT JOIN gork_queues AS queue ON TRUE
            LEFT JOIN gork_queue_nodes AS own ON own.queue = queue.name AND own.node = beat.name""";

    PostgresNodeConnection(Connection connection, Dialect dialect, int timeoutSeconds) throws SQLException {
        super(connection, dialect, timeoutSeconds);
    }

    @Override
    List<Object[]> beatAndRead(String id, String workers) throws SQLException {
        return query(BEAT, id, workers);
    }
}
