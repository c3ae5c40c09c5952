package dev.gork.database;

import dev.gork.StoreUnavailableException;
import dev.gork.config.SchemaMode;
import dev.gork.log.SafeLog;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The tables, as {@link SchemaFiles} has them.
 *
 * <p>It talks to the data source itself, outside any transaction of the caller's, so that nothing of JPA is touched
 * before the database is known to answer: a persistence unit that fails to start once stays broken.
 */
@ApplicationScoped
class Schema {
    private static final Logger LOG = SafeLog.of(Schema.class);

    /** What makes a table called jobs one of gork's. */
    private static final Set<String> GORK_COLUMNS = new TreeSet<>(
            Set.of("id", "queue", "status", "arguments", "result", "options", "retry_count", "scheduled_at"));

    @Resource(name = "gork/DataSource", lookup = "java:comp/DefaultDataSource")
    DataSource dataSource;

    @Resource(name = "gork/EngineDataSource", lookup = "java:comp/env/gork/DataSource")
    DataSource engineDataSource;

    List<Dialect> dialects = List.of();

    @Inject
    void know(@Any Instance<Dialect> all) {
        dialects = all.stream().sorted(Comparator.comparing(Dialect::product)).toList();
    }

    /**
     * Finds the dialect of the data source, and brings its tables to the version of this code as the mode says.
     *
     * @throws StoreUnavailableException if that cannot be done now; trying again later is fine
     */
    @Transactional(Transactional.TxType.NOT_SUPPORTED)
    public Dialect prepare(SchemaMode mode) {
        try (Connection connection = dataSource.getConnection()) {
            Dialect dialect = dialect(connection.getMetaData().getDatabaseProductName());
            refuseOld(connection, dialect);
            dialect.schema().checkJobs(connection);
            if (mode != SchemaMode.NONE && version(connection, dialect) < SchemaFiles.version()) {
                if (mode == SchemaMode.VALIDATE) {
                    throw new StoreUnavailableException(
                            "The database is at version " + version(connection, dialect)
                                    + " of gork's tables, and this node needs " + SchemaFiles.version()
                                    + ". Run the files that follow it in dev/gork/database/" + dialect.name()
                                    + " of the core jar, in order, or set gork.schema=apply.",
                            null);
                }
                apply(connection, dialect);
            }
            warnOfIsolation(connection, "gork/DataSource");
            try (Connection engine = engineDataSource.getConnection()) {
                warnOfIsolation(engine, "gork/EngineDataSource");
                if (mode != SchemaMode.NONE) {
                    refuseOtherTables(home(connection, dialect), home(engine, dialect));
                }
            }
            return dialect;
        } catch (SQLException e) {
            throw new StoreUnavailableException(
                    "The tables behind gork/DataSource or gork/EngineDataSource cannot be used: " + e.getMessage(), e);
        }
    }

    Dialect dialect(String product) {
        return dialects.stream()
                .filter(dialect -> dialect.product().equalsIgnoreCase(product))
                .findFirst()
                .orElseThrow(() -> new StoreUnavailableException(
                        "The data source gork/DataSource is a " + product + " database; gork runs on "
                                + dialects.stream().map(Dialect::product).collect(Collectors.joining(" and "))
                                + ". Bind another data source in web.xml.",
                        null));
    }

    private static void refuseOld(Connection connection, Dialect dialect) throws SQLException {
        String problem = dialect.schema().tooOld(connection.getMetaData());
        if (problem != null) {
            throw new StoreUnavailableException(problem, null);
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
    private static int version(Connection connection, Dialect dialect) throws SQLException {
        if (home(connection, dialect) == null
                || dialect.schema().columns(connection, "gork_schema").isEmpty()) {
            return 0;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT MAX(version) FROM gork_schema")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    /**
     * Finds the schema that the tables are in, which may be any of those that names are looked up in; null if there are
     * none.
     *
     * @throws StoreUnavailableException if they are not all in the same one
     */
    private static @Nullable String home(Connection connection, Dialect dialect) throws SQLException {
        Map<String, String> schemas = dialect.schema().schemas(connection, SchemaFiles.tables(dialect.name()));
        if (new HashSet<>(schemas.values()).size() > 1) {
            throw new StoreUnavailableException(
                    "gork's tables are not all in one schema; as this connection sees them, they are " + schemas
                            + " (table=schema). Give gork/DataSource the schema that has all of them (on PostgreSQL by"
                            + " currentSchema), or drop those that are left over.",
                    null);
        }
        return schemas.values().stream().findFirst().orElse(null);
    }

    private static void refuseOtherTables(@Nullable String home, @Nullable String engine) {
        if (!Objects.equals(home, engine)) {
            throw new StoreUnavailableException(
                    "gork/DataSource finds gork's tables in schema '" + home + "' and gork/EngineDataSource in '"
                            + engine + "'. Both must lead to the same ones: give them the same database and schema.",
                    null);
        }
    }

    /** What exists is completed where it is, also if that is not the schema in which tables are created otherwise. */
    private static void apply(Connection connection, Dialect dialect) throws SQLException {
        try {
            dialect.schema().exclusively(connection, () -> {
                refuseForeignTable(connection, dialect);
                String home = home(connection, dialect);
                if (home != null) {
                    dialect.schema().createIn(connection, home);
                }
                // Another node may have been first while this one waited for the lock.
                for (int next = version(connection, dialect) + 1; next <= SchemaFiles.version(); next++) {
                    run(connection, SchemaFiles.statements(dialect.name(), next));
                    LOG.log(Level.INFO, "Applied version {0} of gork''s tables ({1})", next, dialect.name());
                }
            });
        } catch (SQLException e) {
            if (dialect.schema().gaveUp(e)) {
                throw locked(connection, dialect, e);
            }
            throw e;
        }
    }

    private static SchemaLockedException locked(Connection connection, Dialect dialect, SQLException cause)
            throws SQLException {
        List<String> holders = dialect.schema().holders(connection, SchemaFiles.tables(dialect.name()));
        return new SchemaLockedException(
                "gork's tables cannot be brought to version " + SchemaFiles.version() + " while others use them: "
                        + cause.getMessage()
                        + ". Locks on them are held by "
                        + (holders.isEmpty() ? "nobody any more" : String.join("; ", holders))
                        + ". Nothing waits meanwhile, and it is tried again; end what holds them if it goes on.",
                cause);
    }

    private static void run(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String ddl : statements) {
                run(statement, ddl);
            }
        }
    }

    private static void run(Statement statement, String ddl) throws SQLException {
        try {
            statement.execute(ddl);
        } catch (SQLException e) {
            String first = ddl.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("--"))
                    .findFirst()
                    .orElse("");
            throw new SQLException("\"" + first + "\": " + e.getMessage(), e.getSQLState(), e.getErrorCode(), e);
        }
    }

    /** A table of gork's own is adopted; another one that happens to be called jobs is the application's. */
    private static void refuseForeignTable(Connection connection, Dialect dialect) throws SQLException {
        Set<String> columns = dialect.schema().columns(connection, "jobs");
        if (!columns.isEmpty() && !columns.containsAll(GORK_COLUMNS)) {
            throw new StoreUnavailableException(
                    "The database has a table 'jobs' that is not gork's: it lacks some of " + GORK_COLUMNS
                            + ". Give gork/DataSource a database or schema of its own in web.xml, or rename that table.",
                    null);
        }
    }
}
