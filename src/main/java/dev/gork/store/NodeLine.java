package dev.gork.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * A node's own connection for its signs of life, kept as long as the node lives: handlers that use up the pool cannot keep
 * them back, and have others take a living node's jobs. For one thread, outside any transaction.
 */
public final class NodeLine implements AutoCloseable {
    private static final String REGISTER = "INSERT INTO gork_nodes (id, name, workers) VALUES (?, ?, ?)";

    private static final String BEAT =
            "UPDATE gork_nodes SET last_seen_at = CURRENT_TIMESTAMP, workers = ? WHERE id = ?";

    private static final String REMOVE = "DELETE FROM gork_nodes WHERE id = ?";

    private final Connection connection;
    private final int patienceSeconds;

    NodeLine(Connection connection, int patienceSeconds) {
        this.connection = connection;
        this.patienceSeconds = patienceSeconds;
    }

    /** Makes a new node known, alive as of now. */
    public void register(String id, String name, String workers) throws SQLException {
        update(REGISTER, id, name, workers);
    }

    /**
     * Gives a sign of life.
     *
     * @param workers what it runs, as JSON
     * @return false if the node is not known: it was taken for dead and forgotten
     */
    public boolean beat(String id, String workers) throws SQLException {
        return update(BEAT, workers, id) == 1;
    }

    /** Takes out a node that has stopped in order. */
    public void remove(String id) throws SQLException {
        update(REMOVE, id);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private int update(String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(patienceSeconds);
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
