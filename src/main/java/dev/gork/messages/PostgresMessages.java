package dev.gork.messages;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

/** Messages by PostgreSQL's NOTIFY and LISTEN. */
final class PostgresMessages {
    static final String CHANNEL = "gork";

    /** A message that is lost with the server is no loss, so its commit need not wait for the disk. */
    static final String NOTIFY = """
            SELECT CAST(pg_notify('%s', message) AS varchar), set_config('synchronous_commit', 'off', true)
            FROM unnest(CAST(? AS varchar[])) AS m (message)""".formatted(CHANNEL);

    private PostgresMessages() {}

    static void send(Connection connection, Collection<String> messages) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NOTIFY)) {
            statement.setObject(1, messages.toArray(String[]::new));
            statement.executeQuery().close();
        }
    }
}
