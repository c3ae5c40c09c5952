package dev.gork.database.h2;

import dev.gork.StoreUnavailableException;
import dev.gork.database.SchemaDialect;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** H2: names mean what a statement makes of them, for only it knows the settings for their case and the schemas it looks in. */
final class H2Schema implements SchemaDialect {
    private static final int FIRST_MAJOR = 2;

    private static final int FIRST_MINOR = 3;

    /** Its error LOCK_TIMEOUT_1. */
    private static final int GAVE_UP = 50200;

    /** Its error TABLE_OR_VIEW_NOT_FOUND_1, and the one that says that there is one of another case. */
    private static final Set<Integer> NOT_FOUND = Set.of(42102, 42103, 42104);

    /** A statement that fails goes to H2's trace file, so the usual reason for that is asked for first. */
    private static final String ANYWHERE = "SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE LOWER(TABLE_NAME) = ?";

    private static final String JOBS_KIND = """
            SELECT table_type FROM information_schema.tables WHERE table_schema = CURRENT_SCHEMA AND table_name = 'JOBS'""";

    private static final String HOLDERS = """
            SELECT DISTINCT lock.SESSION_ID, session.USER_NAME
            FROM INFORMATION_SCHEMA.LOCKS AS lock
            LEFT JOIN INFORMATION_SCHEMA.SESSIONS AS session ON session.SESSION_ID = lock.SESSION_ID
            WHERE lock.SESSION_ID <> SESSION_ID()
            FETCH FIRST 5 ROWS ONLY""";

    @Override
    public @Nullable String tooOld(DatabaseMetaData server) throws SQLException {
        int major = server.getDatabaseMajorVersion();
        boolean old = major < FIRST_MAJOR || major == FIRST_MAJOR && server.getDatabaseMinorVersion() < FIRST_MINOR;
        return old
                ? "The database behind gork/DataSource is H2 " + server.getDatabaseProductVersion()
                        + "; gork runs on H2 "
                        + FIRST_MAJOR + "." + FIRST_MINOR
                        + " and later. Give the server a newer H2, or bind another data source in web.xml."
                : null;
    }

    @Override
    public void checkJobs(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(JOBS_KIND)) {
            if (row.next() && !row.getString(1).equals("BASE TABLE")) {
                throw new StoreUnavailableException(
                        "'jobs' is a " + row.getString(1).toLowerCase(Locale.ROOT)
                                + " in this database, and gork needs a table of that name. Give it another name, or give"
                                + " gork/DataSource a database or schema of its own in web.xml.",
                        null);
            }
        }
    }

    @Override
    public Map<String, String> schemas(Connection connection, Collection<String> tables) throws SQLException {
        Map<String, String> schemas = new TreeMap<>();
        for (String table : tables) {
            look(connection, table, found -> schemas.put(table, found.getSchemaName(1)));
        }
        return schemas;
    }

    @Override
    public Set<String> columns(Connection connection, String table) throws SQLException {
        Set<String> columns = new TreeSet<>();
        look(connection, table, found -> {
            for (int i = 1; i <= found.getColumnCount(); i++) {
                columns.add(found.getColumnName(i).toLowerCase(Locale.ROOT));
            }
        });
        return columns;
    }

    private interface Found {
        void accept(ResultSetMetaData columns) throws SQLException;
    }

    private static void look(Connection connection, String table, Found found) throws SQLException {
        if (!existsAnywhere(connection, table)) {
            return;
        }
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery("SELECT * FROM " + table + " WHERE FALSE")) {
            found.accept(none.getMetaData());
        } catch (SQLException e) {
            if (!NOT_FOUND.contains(e.getErrorCode())) {
                throw e;
            }
        }
    }

    private static boolean existsAnywhere(Connection connection, String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ANYWHERE)) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getInt(1) > 0;
            }
        }
    }

    /**
     * H2 commits every DDL statement, so no lock of its own would last. But an embedded database has one process, and an
     * interned string is the same object in all the applications of that process.
     */
    @Override
    public void exclusively(Connection connection, SchemaChange change) throws SQLException {
        synchronized ("dev.gork.schema".intern()) {
            String schema = connection.getSchema();
            try (Statement statement = connection.createStatement()) {
                long timeout = lockTimeout(statement);
                statement.execute("SET LOCK_TIMEOUT " + LOCK_TIMEOUT.toMillis());
                try {
                    change.run();
                } finally {
                    statement.execute("SET LOCK_TIMEOUT " + timeout);
                    connection.setSchema(schema);
                }
            }
        }
    }

    private static long lockTimeout(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT LOCK_TIMEOUT()")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void createIn(Connection connection, String schema) throws SQLException {
        connection.setSchema(schema);
    }

    @Override
    public boolean gaveUp(SQLException failure) {
        return failure.getErrorCode() == GAVE_UP;
    }

    @Override
    public List<String> holders(Connection connection, Collection<String> tables) throws SQLException {
        List<String> holders = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(HOLDERS)) {
            while (rows.next()) {
                holders.add("session " + rows.getLong(1) + " of user " + rows.getString(2));
            }
        }
        return holders;
    }
}
