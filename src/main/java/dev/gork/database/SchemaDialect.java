package dev.gork.database;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one kind of database finds and changes the tables. A table is what its name means in this session, as in every
 * other statement: never what a pattern of names finds.
 */
public interface SchemaDialect {
    /** How long DDL waits for a lock: whoever comes after it waits as long, also those who only read. */
    Duration LOCK_TIMEOUT = Duration.ofSeconds(2);

    /** Why this server is too old; null if it is not. */
    @Nullable
    String tooOld(DatabaseMetaData server) throws SQLException;

    /**
     * Refuses what is called jobs and is no plain table.
     *
     * @throws dev.gork.StoreUnavailableException with what it is instead, and the way out
     */
    void checkJobs(Connection connection) throws SQLException;

    /** The schemas that these tables are in, by table; those that there are none of are missing. No statement fails. */
    Map<String, String> schemas(Connection connection, Collection<String> tables) throws SQLException;

    /** The columns of a table, in lower case; none if there is no such table. No statement fails. */
    Set<String> columns(Connection connection, String table) throws SQLException;

    /**
     * Changes the tables while no other node does, all of it or, where DDL is transactional, nothing. It gives up what it
     * cannot lock within {@link #LOCK_TIMEOUT}.
     */
    void exclusively(Connection connection, SchemaChange change) throws SQLException;

    /** What is done under the schema lock. */
    @FunctionalInterface
    interface SchemaChange {
        void run() throws SQLException;
    }

    /** Has the rest of a change create its tables in this schema, beside those that are there. */
    void createIn(Connection connection, String schema) throws SQLException;

    /** Whether a change failed because it gave up waiting for a lock. */
    boolean gaveUp(SQLException failure);

    /** Who has locks that such a change needs, in words, as far as this user may know. */
    List<String> holders(Connection connection, Collection<String> tables) throws SQLException;
}
