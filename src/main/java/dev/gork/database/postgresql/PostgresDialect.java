package dev.gork.database.postgresql;

import dev.gork.database.Dialect;
import dev.gork.database.JdbcRows;
import dev.gork.database.SchemaDialect;
import dev.gork.database.Sql;
import jakarta.enterprise.context.Dependent;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.Query;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** PostgreSQL. */
@Dependent
public final class PostgresDialect implements Dialect {
    /** SQLSTATE query_canceled. */
    private static final String TIMED_OUT = "57014";

    @Override
    public String product() {
        return "PostgreSQL";
    }

    @Override
    public boolean isPostgres() {
        return true;
    }

    @Override
    public SchemaDialect schema() {
        return new PostgresSchema();
    }

    @Override
    public String own(String sql) {
        return sql;
    }

    @Override
    public String json() {
        return "jsonb";
    }

    @Override
    public String numbers() {
        return "integer[]";
    }

    @Override
    public String inMicroseconds(String microseconds) {
        return "CURRENT_TIMESTAMP + " + microseconds + " * INTERVAL '1 microsecond'";
    }

    @Override
    public String ensureRow(String table, String key) {
        return "INSERT INTO " + table + " (" + key + ") VALUES (?1) ON CONFLICT (" + key + ") DO NOTHING";
    }

    /** An array, for which the planner expects ten keys and looks each of them up; it may scan the table for a join. */
    @Override
    public String in(String query) {
        return "= ANY (ARRAY(" + query + "))";
    }

    @Override
    public boolean mayFallSilent() {
        return true;
    }

    /** The server is asked to end it: a statement that nobody waits for any more would go on waiting for its lock. */
    @Override
    public Query bound(Query statement, Duration timeout) {
        return statement.setHint(
                "jakarta.persistence.query.timeout", (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE));
    }

    /**
     * By JDBC, for JPA would mark the transaction, which is the reader's, and log the whole statement: that it takes too
     * long is nothing out of the ordinary. While a queue is drained, jobs_claim begins with the entries of rows that are
     * done, each of which a reader has to look up once; what it got through stays marked, so that it comes further the
     * next time.
     */
    @Override
    public Optional<List<Object[]>> within(Duration time, Sql sql, String text, List<?> values) {
        Connection connection = sql.connection();
        try (Statement control = connection.createStatement();
                PreparedStatement statement = connection.prepareStatement(text)) {
            control.execute("SAVEPOINT gork_budget; SET LOCAL statement_timeout = " + time.toMillis());
            try {
                return Optional.of(JdbcRows.read(statement, values));
            } catch (SQLException e) {
                if (TIMED_OUT.equals(e.getSQLState())) {
                    return Optional.empty();
                }
                throw e;
            } finally {
                // With it goes the timeout.
                control.execute("ROLLBACK TO SAVEPOINT gork_budget; RELEASE SAVEPOINT gork_budget");
            }
        } catch (SQLException e) {
            throw new PersistenceException("A query that was given a time failed: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean indexesEnded() {
        return true;
    }

    @Override
    public boolean searchesJson() {
        return true;
    }
}
