package dev.gork.nodes;

import dev.gork.claims.Claim;
import dev.gork.database.Dialect;
import dev.gork.database.JdbcRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A node's own connection for its heartbeats, kept as long as the node lives: handlers that use up the pool cannot keep
 * them back, and have others take a living node's jobs. For one thread, outside any transaction.
 */
public abstract class NodeConnection implements AutoCloseable {
    private static final String REGISTER = "INSERT INTO gork_nodes (id, name, workers) VALUES (?, ?, ?)";

    private static final String CLAIMS = "SELECT id, claim FROM ONLY jobs WHERE status = 'initialized' AND node = ?";

    private static final String REMOVE = "DELETE FROM gork_nodes WHERE id = ?";

    private final Connection connection;
    private final Dialect dialect;
    private final int timeoutSeconds;

    NodeConnection(Connection connection, Dialect dialect, int timeoutSeconds) throws SQLException {
        this.connection = connection;
        this.dialect = dialect;
        this.timeoutSeconds = timeoutSeconds;
        // A server that has fallen silent cannot be asked to end a statement, so the driver ends the wait.
        connection.setNetworkTimeout(Runnable::run, 2 * timeoutSeconds * 1000);
    }

    /** A node's heartbeat over a connection. */
    static NodeConnection over(Connection connection, Dialect dialect, int timeoutSeconds) throws SQLException {
        return dialect.isPostgres()
                ? new PostgresNodeConnection(connection, dialect, timeoutSeconds)
                : new RowByRowNodeConnection(connection, dialect, timeoutSeconds);
    }

    /**
     * Sends a node's heartbeat, and reads what is set for its queues, where the database can in one statement: idle
     * nodes do little else.
     *
     * @return the queue, whether it is paused, the instances, and the seconds since the heartbeat before, by the
     *     database's clock; one row for each queue for which something is set, or one of nulls and the seconds if there
     *     is none; no row if the node is not known
     */
    abstract List<Object[]> beatAndRead(String id, String workers) throws SQLException;

    /** Makes a new node known, alive as of now. */
    public void register(String id, String name, String workers) throws SQLException {
        update(REGISTER, id, name, workers);
    }

    /**
     * What the database answers to a heartbeat.
     *
     * @param silence how long it had been silent until then, by the database's clock: the machine's own may have stood
     *     still
     * @param overrides what is set for its queues
     */
    public record Beat(Duration silence, NodeOverrides overrides) {}

    /**
     * Sends a heartbeat.
     *
     * @param workers what it runs, as JSON
     * @return empty if the node is not known: it expired and was forgotten
     */
    public Optional<Beat> beat(String id, String workers) throws SQLException {
        List<Object[]> rows = beatAndRead(id, workers);
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Map<String, NodeOverrides.OfQueue> overrides = new HashMap<>();
        for (Object[] row : rows) {
            if (row[0] != null) {
                Integer instances = row[2] == null ? null : ((Number) row[2]).intValue();
                overrides.put((String) row[0], new NodeOverrides.OfQueue((Boolean) row[1], instances));
            }
        }
        Duration silence = Duration.ofMillis((long) (((Number) rows.get(0)[3]).doubleValue() * 1000));
        return Optional.of(new Beat(silence, new NodeOverrides(overrides)));
    }

    /** The claims that are a node's by the table. */
    public Set<Claim> claims(String id) throws SQLException {
        return query(dialect.own(CLAIMS), id).stream()
                .map(row -> new Claim((String) row[0], ((Number) row[1]).longValue()))
                .collect(Collectors.toSet());
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

    List<Object[]> query(String sql, String... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql)) {
            return JdbcRows.read(statement, List.of(values));
        } catch (SQLException e) {
            throw givingUp(e);
        }
    }

    /** Whatever is wrong with it, such as a primary that is none any more: the next try must not get it again. */
    private SQLException givingUp(SQLException failure) throws SQLException {
        connection.abort(Runnable::run);
        return failure;
    }

    private PreparedStatement prepare(String sql, String... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            statement.setQueryTimeout(timeoutSeconds);
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
