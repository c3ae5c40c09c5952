package dev.gork.database.h2;

import dev.gork.database.Dialect;
import dev.gork.database.JdbcRows;
import dev.gork.database.SchemaDialect;
import dev.gork.database.Sql;
import jakarta.enterprise.context.Dependent;
import jakarta.persistence.PersistenceException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** H2, in the server's own process. */
@Dependent
public final class H2Dialect implements Dialect {
    @Override
    public String product() {
        return "H2";
    }

    @Override
    public SchemaDialect schema() {
        return new H2Schema();
    }

    @Override
    public String json() {
        return "varchar";
    }

    @Override
    public String numbers() {
        return "integer array";
    }

    @Override
    public String inMicroseconds(String microseconds) {
        return "DATEADD(MICROSECOND, CAST(" + microseconds + " AS bigint), CURRENT_TIMESTAMP)";
    }

    @Override
    public String ensureRow(String table, String key) {
        return "MERGE INTO " + table + " (" + key + ") KEY (" + key + ") VALUES (?1)";
    }

    /** However long it takes: H2 has a limit for a whole connection alone, which would outlive the transaction. */
    @Override
    public Optional<List<Object[]>> within(Duration time, Sql sql, String text, List<?> values) {
        try (PreparedStatement statement = sql.connection().prepareStatement(text)) {
            return Optional.of(JdbcRows.read(statement, values));
        } catch (SQLException e) {
            throw new PersistenceException("\"" + sql + "\" failed: " + e.getMessage(), e);
        }
    }
}
