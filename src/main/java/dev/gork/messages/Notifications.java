package dev.gork.messages;

import dev.gork.database.Database;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Short messages from node to node, where the database passes them on. They may get lost: nothing may depend on them. */
@ApplicationScoped
public class Notifications {
    @Inject
    Database database;

    @Resource(name = "gork/EngineDataSource", lookup = "java:comp/env/gork/DataSource")
    DataSource dataSource;

    /** Whether this database has such messages. */
    public boolean supported() {
        return database.dialect().isPostgres();
    }

    /**
     * Sends messages to all who listen, in a transaction of its own: never in one whose commit someone waits for. Without
     * JTA and JPA, which would take as long again as the database.
     */
    @Transactional(Transactional.TxType.NOT_SUPPORTED)
    public void send(Collection<String> messages) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            try {
                PostgresMessages.send(connection, messages);
            } catch (SQLException e) {
                // Whatever is wrong with it: the next try must not get it again.
                connection.abort(Runnable::run);
                throw e;
            }
        }
    }

    /**
     * Begins to listen, on a connection that is kept until it is closed. To be called outside any transaction, also a
     * suspended one: the server takes a connection back at the end of each, and lends it to others.
     *
     * @return null if this database has no such messages
     */
    public @Nullable NotificationListener listen() throws SQLException {
        if (!supported()) {
            return null;
        }
        Connection connection = dataSource.getConnection();
        try {
            return new PostgresListener(connection, PostgresMessages.CHANNEL);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }
}
