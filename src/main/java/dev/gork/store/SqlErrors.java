package dev.gork.store;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;

/** What a database's complaint is about, by its SQLSTATE (ISO 9075), wherever JPA and JTA have wrapped it. */
public final class SqlErrors {
    private static final String READ_ONLY = "25006";

    private SqlErrors() {}

    /** Whether the same statement with the same values would fail again: data, constraint or size (class 22, 23, 54). */
    public static boolean isAboutData(Throwable failure) {
        SQLException sql = find(failure);
        String state = sql == null ? null : sql.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
    }

    /**
     * Whether the database is away, full, stopping or too slow, so that the same may work later: no connection (SQLSTATE
     * class 08), no resources (53), an operator's intervention or a timeout (57), or what the driver or the pool calls
     * transient.
     */
    public static boolean isOutage(Throwable failure) {
        SQLException sql = find(failure);
        if (sql instanceof SQLTransientException
                || sql instanceof SQLRecoverableException
                || sql instanceof SQLNonTransientConnectionException) {
            return true;
        }
        String state = sql == null ? null : sql.getSQLState();
        return state != null && (state.startsWith("08") || state.startsWith("53") || state.startsWith("57"));
    }

    /** Whether the connection leads to a database that takes no writes, such as a primary that is none any more. */
    public static boolean isReadOnly(Throwable failure) {
        SQLException sql = find(failure);
        return sql != null && READ_ONLY.equals(sql.getSQLState());
    }

    /** The database's own words, without what was wrapped around them. */
    public static String message(Throwable failure) {
        SQLException sql = find(failure);
        return String.valueOf(sql == null ? failure.getMessage() : sql.getMessage());
    }

    private static @Nullable SQLException find(Throwable failure) {
        Throwable each = failure;
        for (int depth = 0; each != null && depth < 20; depth++) {
            if (each instanceof SQLException sql) {
                return sql;
            }
            each = each.getCause();
        }
        return null;
    }
}
