package dev.gork.messages;

import java.sql.Connection;
import java.sql.SQLException;

/** The product's own way to notify, for the floor to use it with nothing around. */
public final class NotifyStatement {
    private NotifyStatement() {}

    /** Sends a notification for each text of its parameter. */
    public static String sql() {
        return PostgresMessages.NOTIFY;
    }

    /** Begins to listen to them. */
    public static NotificationListener listen(Connection connection) throws SQLException {
        return new PostgresListener(connection, PostgresMessages.CHANNEL);
    }
}
