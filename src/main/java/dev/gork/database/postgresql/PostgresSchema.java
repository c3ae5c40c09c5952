package dev.gork.database.postgresql;

import dev.gork.StoreUnavailableException;
import dev.gork.database.SchemaDialect;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** PostgreSQL: names mean what the session's search path makes of them, and DDL is transactional. */
final class PostgresSchema implements SchemaDialect {
    /** The first that has autovacuum_vacuum_insert_scale_factor. */
    private static final int FIRST_VERSION = 13;

    /** "gork" in ASCII; any number that no one else locks will do. */
    private static final long SCHEMA_LOCK = 0x676f726bL;

    /** SQLSTATE lock_not_available. */
    private static final String GAVE_UP = "55P03";

    /** What the name means in this session, unless it is a table. */
    private static final String JOBS_KIND = """
            SELECT CASE relkind WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
                                WHEN 'f' THEN 'foreign table' ELSE 'relation of another kind' END
            FROM pg_class WHERE oid = to_regclass('jobs') AND relkind <> 'r'""";

    private static final String SCHEMAS = """
            SELECT wanted.name, namespace.nspname
            FROM unnest(CAST(? AS text[])) AS wanted (name)
            JOIN pg_catalog.pg_class AS relation ON relation.oid = to_regclass(wanted.name)
            JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid = relation.relnamespace""";

    private static final String COLUMNS = """
            SELECT attname FROM pg_catalog.pg_attribute
            WHERE attrelid = to_regclass(CAST(? AS text)) AND attnum > 0 AND NOT attisdropped""";

    /** Until the transaction ends. Without the other schemas of the path: what is to be created must not be found there. */
    private static final String CREATE_IN =
            "SELECT pg_catalog.set_config('search_path', pg_catalog.quote_ident(?), TRUE)";

    /** DDL takes locks that conflict with all others; and the lock of another node that changes the same tables. */
    private static final String HOLDERS = """
            SELECT DISTINCT lock.pid, activity.usename, activity.application_name, activity.state,
                   CAST(EXTRACT(EPOCH FROM clock_timestamp() - activity.xact_start) AS bigint) AS seconds
            FROM pg_catalog.pg_locks AS lock
            LEFT JOIN pg_catalog.pg_stat_activity AS activity ON activity.pid = lock.pid
            WHERE lock.granted AND lock.pid <> pg_backend_pid()
              AND lock.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
              AND (lock.relation IN (SELECT to_regclass(name) FROM unnest(CAST(? AS text[])) AS wanted (name))
                   OR lock.locktype = 'advisory' AND lock.classid = 0 AND lock.objid = CAST(%s AS oid))
            ORDER BY seconds DESC NULLS LAST LIMIT 5""".formatted(SCHEMA_LOCK);

    @Override
    public @Nullable String tooOld(DatabaseMetaData server) throws SQLException {
        return server.getDatabaseMajorVersion() >= FIRST_VERSION
                ? null
                : "The database behind gork/DataSource is PostgreSQL " + server.getDatabaseProductVersion()
                        + "; gork runs on PostgreSQL " + FIRST_VERSION
                        + " and later. Upgrade it, or bind another data source in web.xml.";
    }

    /** A claim goes by the places of rows, which a partitioned table has many times over, and a view not at all. */
    @Override
    public void checkJobs(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(JOBS_KIND)) {
            if (row.next()) {
                throw new StoreUnavailableException(
                        "'jobs' is a " + row.getString(1)
                                + " in this database, and gork needs a plain table of that name."
                                + " Finished jobs need no partitions: gork's indexes leave them out, and a table made with"
                                + " CREATE TABLE jobs_archive () INHERITS (jobs) may keep old ones. Rename it, or give"
                                + " gork/DataSource a database or schema of its own in web.xml.",
                        null);
            }
        }
    }

    @Override
    public Map<String, String> schemas(Connection connection, Collection<String> tables) throws SQLException {
        Map<String, String> schemas = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(SCHEMAS)) {
            statement.setObject(1, tables.toArray(String[]::new));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    schemas.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return schemas;
    }

    @Override
    public Set<String> columns(Connection connection, String table) throws SQLException {
        Set<String> columns = new TreeSet<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.add(rows.getString(1));
                }
            }
        }
        return columns;
    }

    @Override
    public void exclusively(Connection connection, SchemaChange change) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = " + LOCK_TIMEOUT.toMillis());
            statement.execute("SELECT pg_advisory_xact_lock(" + SCHEMA_LOCK + ")");
            change.run();
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    @Override
    public void createIn(Connection connection, String schema) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CREATE_IN)) {
            statement.setString(1, schema);
            statement.executeQuery().close();
        }
    }

    @Override
    public boolean gaveUp(SQLException failure) {
        return GAVE_UP.equals(failure.getSQLState());
    }

    @Override
    public List<String> holders(Connection connection, Collection<String> tables) throws SQLException {
        List<String> holders = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(HOLDERS)) {
            statement.setObject(1, tables.toArray(String[]::new));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    holders.add(holder(rows));
                }
            }
        }
        return holders;
    }

    /** What another user's session does, only few may see. */
    private static String holder(ResultSet row) throws SQLException {
        List<String> known = new ArrayList<>();
        for (int column = 2; column <= 4; column++) {
            String value = row.getString(column);
            if (value != null && !value.isBlank()) {
                known.add(value);
            }
        }
        if (row.getString(5) != null) {
            known.add("in a transaction for " + row.getLong(5) + " s");
        }
        return "process " + row.getLong(1) + (known.isEmpty() ? "" : " (" + String.join(", ", known) + ")");
    }
}
