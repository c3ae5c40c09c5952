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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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

    @Resource(name = "gork/DataSource", lookup = "java:comp/DefaultDataSource")
    DataSource dataSource;

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
                                    + " of gork's tables, and this node needs "
                                    + VERSION + ". Run the files in dev/gork/store/" + dialect.name()
                                    + " of the core jar in order, then INSERT the version into gork_schema, or set"
                                    + " gork.schema=apply.",
                            null);
                }
                apply(connection, dialect);
            }
            return dialect;
        } catch (SQLException e) {
            throw new StoreUnavailableException(
                    "The database behind gork/DataSource does not answer: " + e.getMessage(), e);
        }
    }

    /** The version of the tables that are there; 0 for none of ours. */
    private static int version(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT MAX(version) FROM gork_schema")) {
            return row.next() ? row.getInt(1) : 0;
        } catch (SQLException e) { // no such table
            LOG.log(Level.DEBUG, "No gork_schema yet: {0}", e.getMessage());
            return 0;
        }
    }

    private static void apply(Connection connection, Dialect dialect) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            dialect.lockSchema(connection);
            statement.execute("CREATE TABLE IF NOT EXISTS gork_schema (version integer PRIMARY KEY,"
                    + " applied_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL)");
            // Another node may have been first while this one waited for the lock.
            for (int next = version(connection) + 1; next <= VERSION; next++) {
                for (String ddl : script(dialect, next).split(";\\s*\\n")) {
                    if (!ddl.isBlank()) {
                        statement.execute(ddl);
                    }
                }
                statement.execute("INSERT INTO gork_schema (version) SELECT " + next
                        + " WHERE NOT EXISTS (SELECT 1 FROM gork_schema WHERE version = " + next + ")");
                LOG.log(Level.INFO, "Applied version {0} of gork''s tables ({1})", next, dialect.name());
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
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
