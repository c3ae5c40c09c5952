package dev.gork.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node's own connection for its signs of life, kept as long as the node lives: handlers that use up the pool cannot keep
 * them back, and have others take a living node's jobs. For one thread, outside any transaction.
 */
public final class NodeLine implements AutoCloseable {
    private static final String REGISTER = "INSERT INTO gork_nodes (id, name, workers) VALUES (?, ?, ?)";

    private static final String REMOVE = "DELETE FROM gork_nodes WHERE id = ?";

    private final Connection connection;
    private final Dialect dialect;
    private final int patienceSeconds;

    NodeLine(Connection connection, Dialect dialect, int patienceSeconds) throws SQLException {
        this.connection = connection;
        this.dialect = dialect;
        this.patienceSeconds = patienceSeconds;
        // A server that has fallen silent cannot be asked to end a statement, so the driver ends the wait.
        connection.setNetworkTimeout(Runnable::run, 2 * patienceSeconds * 1000);
    }

    /** Makes a new node known, alive as of now. */
    public void register(String id, String name, String workers) throws SQLException {
        update(REGISTER, id, name, workers);
    }

    /**
     * Gives a sign of life.
     *
     * @param workers what it runs, as JSON
     * @return what is set for its queues; empty if the node is not known: it was taken for dead and forgotten
     */
    public Optional<NodeControls> beat(String id, String workers) throws SQLException {
        List<Object[]> rows = dialect.beat(this, id, workers);
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Map<String, NodeControls.Control> controls = new HashMap<>();
        for (Object[] row : rows) {
            if (row[0] != null) {
                Integer instances = row[2] == null ? null : ((Number) row[2]).intValue();
                controls.put((String) row[0], new NodeControls.Control((Boolean) row[1], instances));
            }
        }
        return Optional.of(new NodeControls(controls));
    }

    /** Takes out a node that has stopped in order. */
    public void remove(String id) throws SQLException {
        update(REMOVE, id);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    int update(String sql, String... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw givingUp(e);
        }
    }

    List<Object[]> query(String sql, int columns, String... values) throws SQLException {
        List<Object[]> found = new ArrayList<>();
        try (PreparedStatement statement = prepare(sql, values);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Object[] row = new Object[columns];
                for (int i = 0; i < columns; i++) {
                    row[i] = rows.getObject(i + 1);
                }
                found.add(row);
            }
        } catch (SQLException e) {
            throw givingUp(e);
        }
        return found;
    }

    /** Whatever is wrong with it, such as a primary that is none any more: the next try must not get it again. */
    private SQLException givingUp(SQLException failure) throws SQLException {
        connection.abort(Runnable::run);
        return failure;
    }

    private PreparedStatement prepare(String sql, String... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            statement.setQueryTimeout(patienceSeconds);
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }
}
