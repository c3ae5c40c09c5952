package dev.gork.database;

import jakarta.persistence.Query;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The words in which one kind of database differs from others, and what it has that others lack. It knows nothing of jobs:
 * an idea whose statements cannot be put together from these words has a port of its own, with a way for any database, row
 * by row, and a faster one for those that have it.
 *
 * <p>Every bean of this type is one that gork runs on.
 */
public interface Dialect {
    /** The database's name, as its driver gives it. */
    String product();

    /** The folder that holds its DDL. */
    default String name() {
        return product().toLowerCase(Locale.ROOT);
    }

    /** Whether it is PostgreSQL, for which most ideas have statements of their own. */
    default boolean isPostgres() {
        return false;
    }

    /** How it finds and changes the tables. */
    SchemaDialect schema();

    /**
     * A statement as this database understands it: where tables can have children, {@code ONLY jobs} leaves out the rows
     * of others that inherit from it, and elsewhere the word is left out.
     */
    default String own(String sql) {
        return sql.replace("ONLY jobs", "jobs");
    }

    /** The type of the columns that hold JSON. */
    String json();

    /** The type of an array of whole numbers. */
    String numbers();

    /** A value as text. */
    default String text(String value) {
        return "CAST(" + value + " AS varchar)";
    }

    /** A text in the form of ISO 8601 as a time. */
    default String instant(String text) {
        return "CAST(" + text + " AS timestamp with time zone)";
    }

    /** The time so many seconds ago, with thousandths. */
    default String secondsAgo(String seconds) {
        return "CURRENT_TIMESTAMP - CAST(" + seconds + " AS decimal(20, 3)) * INTERVAL '1' SECOND";
    }

    /** The time in so many microseconds. */
    String inMicroseconds(String microseconds);

    /** How many seconds ago a time was, with a fraction. */
    default String secondsSince(String time) {
        return "EXTRACT(EPOCH FROM CURRENT_TIMESTAMP - " + time + ")";
    }

    /** The time, in microseconds since 1970. */
    default String microseconds() {
        return "CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000000 AS bigint)";
    }

    /** The statement that makes a row with the key ?1 and defaults for the rest, unless there is one. */
    String ensureRow(String table, String key);

    /**
     * The condition that a key is one of those that a query gives, for a planner that would rather read the primary key in
     * its order than the index of few rows; null where it does not. H2 does not, and runs such a query again for each row
     * while others write.
     */
    default @Nullable String in(String query) {
        return null;
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
     * The rows of a query, if the database finds them within a time, where it can be held to one; the transaction goes on
     * in either case.
     *
     * @param values of its parameters, each a question mark
     */
    Optional<List<Object[]>> within(Duration time, Sql sql, String text, List<?> values);

    /** Whether there is the index jobs_ended, which has failed and canceled jobs alone, in the order of their ids. */
    default boolean indexesEnded() {
        return false;
    }

    /** Whether it can tell which JSON contains another. */
    default boolean searchesJson() {
        return false;
    }
}
