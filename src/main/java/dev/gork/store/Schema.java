package dev.gork.store;

import dev.gork.StoreUnavailableException;
import dev.gork.config.SchemaMode;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

/**
 * The tables: one readable file of DDL per database and version, beside this class.
 *
 * <p>It talks to the data source itself, outside any transaction of the caller's, so that nothing of JPA is touched
 * before the database is known to answer: a persistence unit that fails to start once stays broken.
 */
@ApplicationScoped
class Schema {
    private static final Logger LOG = System.getLogger(Schema.class.getName());

    /** The version that this code works with. */
    static final int VERSION = 1;

    /** What makes a table called jobs one of gork's. */
    private static final Set<String> GORK_COLUMNS = new TreeSet<>(
            Set.of("id", "queue", "status", "arguments", "result", "options", "retry_count", "scheduled_at"));

    @Resource(name = "gork/DataSource", lookup = "java:comp/DefaultDataSource")
    DataSource dataSource;

    @Resource(name = "gork/ControlDataSource", lookup = "java:comp/env/gork/DataSource")
    DataSource controlDataSource;

    /**
     * Finds the dialect of the data source, and brings its tables to {@link #VERSION} as the mode says.
     *
     * @throws StoreUnavailableException if that cannot be done now; trying again later is fine
     */
    @Transactional(Transactional.TxType.NOT_SUPPORTED)
    public Dialect prepare(SchemaMode mode) {
        try (Connection connection = dataSource.getConnection()) {
            Dialect dialect = Dialect.of(connection.getMetaData().getDatabaseProductName());
            if (mode != SchemaMode.NONE && version(connection) < VERSION) {
                if (mode == SchemaMode.VALIDATE) {
                    throw new StoreUnavailableException(
                            "The database is at version " + version(connection)
                                    + " of gork's tables, and this node needs " + VERSION
                                    + ". Run the files that follow it in dev/gork/store/" + dialect.name()
                                    + " of the core jar, in order, or set gork.schema=apply.",
                            null);
                }
                apply(connection, dialect);
            }
            warnOfIsolation(connection, "gork/DataSource");
            try (Connection control = controlDataSource.getConnection()) {
                warnOfIsolation(control, "gork/ControlDataSource");
            }
            return dialect;
        } catch (SQLException e) {
            throw new StoreUnavailableException(
                    "The database behind gork/DataSource or gork/ControlDataSource does not answer: " + e.getMessage(),
                    e);
        }
    }

    private static void warnOfIsolation(Connection connection, String dataSource) throws SQLException {
        if (connection.getTransactionIsolation() > Connection.TRANSACTION_READ_COMMITTED) {
            LOG.log(
                    Level.WARNING,
                    "The data source {0} has an isolation level above READ COMMITTED, so nodes will get in each other''s"
                            + " way; set isolationLevel=\"TRANSACTION_READ_COMMITTED\" on it",
                    dataSource);
        }
    }

    /** The version of the tables that are there; 0 for none of ours. */
    private static int version(Connection connection) throws SQLException {
        if (columns(connection, "gork_schema").isEmpty()) {
            return 0;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT MAX(version) FROM gork_schema")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private static void apply(Connection connection, Dialect dialect) throws SQLException {
        dialect.underSchemaLock(connection, () -> {
            refuseForeignTable(connection);
            // Another node may have been first while this one waited for the lock.
            for (int next = version(connection) + 1; next <= VERSION; next++) {
                run(connection, script(dialect, next));
                LOG.log(Level.INFO, "Applied version {0} of gork''s tables ({1})", next, dialect.name());
            }
        });
    }

    private static void run(Connection connection, String script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String ddl : script.split(";\\s*\\n")) {
                if (!ddl.isBlank()) {
                    statement.execute(ddl);
                }
            }
        }
    }

    /** A table of gork's own is adopted; another one that happens to be called jobs is the application's. */
    private static void refuseForeignTable(Connection connection) throws SQLException {
        Set<String> columns = columns(connection, "jobs");
        if (!columns.isEmpty() && !columns.containsAll(GORK_COLUMNS)) {
            throw new StoreUnavailableException(
                    "The database has a table 'jobs' that is not gork's: it lacks some of " + GORK_COLUMNS
                            + ". Give gork/DataSource a database or schema of its own in web.xml, or rename that table.",
                    null);
        }
    }

    /** The columns of a table in the current schema, none if there is no such table; no statement fails for it. */
    private static Set<String> columns(Connection connection, String table) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        String stored = database.storesUpperCaseIdentifiers() ? table.toUpperCase(Locale.ROOT) : table;
        Set<String> columns = new TreeSet<>();
        try (ResultSet rows = database.getColumns(connection.getCatalog(), connection.getSchema(), stored, null)) {
            while (rows.next()) {
                columns.add(rows.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
            }
        }
        return columns;
    }

    private static String script(Dialect dialect, int version) {
        String file = dialect.name() + "/" + version + ".sql";
        try (InputStream in = Schema.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("The core jar lacks " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("The core jar's " + file + " is unreadable", e);
        }
    }
}
