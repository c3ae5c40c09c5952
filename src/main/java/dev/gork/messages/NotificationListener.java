package dev.gork.messages;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A connection on which the database tells what other connections notified. */
public interface NotificationListener extends AutoCloseable {

    /**
     * Waits for messages, without asking the database anything.
     *
     * @return those that came; none if the time was up
     */
    List<String> await(Duration timeout) throws SQLException;

    /** Makes sure that the connection is still there: a lost one may never say so by itself. */
    void check() throws SQLException;

    @Override
    void close() throws SQLException;
}
