package dev.gork.messages;

import dev.gork.log.SafeLog;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * LISTEN by the driver's own interface, for JDBC has none. An application does not see the driver's classes, unless its
 * server is told to show them; but the driver hands out objects of its own, and they know their class loader.
 */
final class PostgresListener implements NotificationListener {
    /** A value of a type that JDBC does not know comes as an object of the driver's. */
    private static final String OBJECT_OF_THE_DRIVER = "SELECT CAST('{}' AS jsonb)";

    private static final Logger LOG = SafeLog.of(PostgresListener.class);

    private final Connection connection;
    private final Object driver;
    private final Method getNotifications;
    private final Method getParameter;

    PostgresListener(Connection connection, String channel) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(true); // a transaction left open would keep vacuum from cleaning up
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(OBJECT_OF_THE_DRIVER)) {
            result.next();
            ClassLoader loader = result.getObject(1).getClass().getClassLoader();
            Class<?> type = Class.forName("org.postgresql.PGConnection", true, loader);
            driver = connection.unwrap(type);
            getNotifications = type.getMethod("getNotifications", int.class);
            getParameter =
                    Class.forName("org.postgresql.PGNotification", true, loader).getMethod("getParameter");
            statement.execute("LISTEN " + channel);
            dispenseWithPeeking(driver);
        } catch (ReflectiveOperationException e) {
            throw new SQLFeatureNotSupportedException("The driver is not PostgreSQL's own: " + e, e);
        }
    }

    /**
     * After each notification the driver waits another millisecond for a next one, a third of all the time that it takes
     * a job to get to another node. It does not while its last such look is recent (PGStream.hasMessagePending), so it is
     * told that it always is; what has come is read at the next call all the same. A driver that is made otherwise is
     * left alone.
     */
    private static void dispenseWithPeeking(Object driver) {
        try {
            Object executor = driver.getClass().getMethod("getQueryExecutor").invoke(driver);
            Field stream = executor.getClass().getSuperclass().getDeclaredField("pgStream");
            stream.setAccessible(true);
            Field nextLook = stream.getType().getDeclaredField("nextStreamAvailableCheckTime");
            nextLook.setAccessible(true);
            nextLook.setLong(stream.get(executor), Long.MAX_VALUE);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.DEBUG, "Notifications take a millisecond longer with this driver", e);
        }
    }

    @Override
    public List<String> await(Duration timeout) throws SQLException {
        Object[] notifications = (Object[]) call(getNotifications, driver, (int) timeout.toMillis());
        List<String> messages = new ArrayList<>();
        if (notifications != null) {
            for (Object each : notifications) {
                messages.add((String) call(getParameter, each));
            }
        }
        return messages;
    }

    @Override
    public void check() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW transaction_read_only")) {
            if (row.next() && row.getString(1).equals("on")) {
                connection.abort(Runnable::run); // the pool would hand it out again
                throw new SQLException("Nobody notifies where nobody writes: this is no primary any more", "25006");
            }
        }
    }

    /** The pool may hand the connection to anyone next. */
    @Override
    public void close() throws SQLException {
        try (connection) {
            if (!connection.isClosed()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("UNLISTEN *");
                }
            }
        }
    }

    private static Object call(Method method, Object target, Object... arguments) throws SQLException {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof SQLException failure ? failure : new SQLException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new SQLFeatureNotSupportedException(e);
        }
    }
}
