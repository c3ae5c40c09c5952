package dev.gork.store;

import dev.gork.StoreUnavailableException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one kind of database does in its own way; everything else is SQL that all of them understand. Claims and
 * outcomes are here because the fastest safe way to write many rows is never portable.
 */
interface Dialect {

    /** The dialect for a database by the name that its driver gives. */
    static Dialect of(String product) {
        return switch (product.toLowerCase(Locale.ROOT)) {
            case "postgresql" -> new PostgresDialect();
            case "h2" -> new H2Dialect();
            default ->
                throw new StoreUnavailableException(
                        "The data source gork/DataSource is a " + product
                                + " database; gork runs on PostgreSQL and H2. Bind another data source in web.xml.",
                        null);
        };
    }

    /** The folder that holds its DDL. */
    String name();

    /** The type of the columns that hold JSON. */
    String json();

    /** Changes the schema while no other node does, all of it or, where DDL is transactional, nothing. */
    void underSchemaLock(Connection connection, SchemaChange change) throws SQLException;

    /** What is done under the schema lock. */
    @FunctionalInterface
    interface SchemaChange {
        void run() throws SQLException;
    }

    /** Whether there is a network between; a database in the server's own process never falls silent. */
    default boolean mayFallSilent() {
        return false;
    }

    /** Bounds how long one of the engine's own statements may take. */
    default Query bound(Query statement, Duration timeout) {
        return statement;
    }

    /**
     * Inserts jobs, leaving out those whose id is taken, without a failing statement.
     *
     * @return the ids that were inserted
     */
    Set<String> insert(EntityManager em, Collection<NewJob> jobs);

    /**
     * Claims due jobs, skipping those that another transaction is claiming.
     *
     * @param statements makes a statement of its SQL
     * @param node who claims
     * @param wanted how many of each queue at most
     * @return the claimed rows, as {@link ClaimedJob#COLUMNS}, in any order
     */
    List<?> claim(Function<String, Query> statements, String node, Collection<Wanted> wanted);

    /**
     * Writes outcomes to the rows that still have the outcome's claim number and are still being run.
     *
     * @param statements makes a statement of its SQL
     * @return the claims that were lost, whose rows are as they were
     */
    Set<Claim> finish(Function<String, Query> statements, Collection<Outcome> outcomes);

    /** The statement that makes a row of gork_queues for the queue ?1, unless there is one. */
    String ensureQueue();

    /** The type of an array of whole numbers. */
    String numbers();

    /** How it counts. */
    DialectCounts counts();

    /**
     * Gives a node's sign of life, and reads what is set for its queues, where the database can in one statement: idle
     * nodes do little else.
     *
     * @return the queue, whether it is paused and the instances, one row for each queue for which something is set, or a
     *     row of nulls if there is none; no row if the node is not known
     */
    List<Object[]> beat(NodeLine line, String id, String workers) throws SQLException;

    /** Its way to make a transition of many jobs at once; null if that is no faster than one by one. */
    default @Nullable DialectBulk bulk() {
        return null;
    }

    /** Whether there is the index jobs_ended, which has failed and canceled jobs alone, in the order of their ids. */
    default boolean indexesEnded() {
        return false;
    }

    /** Whether it can tell which JSON contains another. */
    default boolean searchesJson() {
        return false;
    }

    /** The condition that a key is one of those that a query gives, which is run once, and the keys then looked up. */
    default String in(String query) {
        return "IN (" + query + ")";
    }

    /** Whether the database passes messages from one connection on to others. */
    default boolean notifies() {
        return false;
    }

    /** Sends messages. */
    default void notify(Connection connection, Collection<String> messages) throws SQLException {
        throw new UnsupportedOperationException(name() + " has no notifications");
    }

    /** Begins to receive them; the connection belongs to what is returned. */
    default Listening listen(Connection connection) throws SQLException {
        throw new UnsupportedOperationException(name() + " has no notifications");
    }
}
