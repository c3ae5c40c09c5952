package dev.gork.database;

import dev.gork.StoreUnavailableException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a database's complaint is about, by its SQLSTATE (ISO 9075), wherever JPA and JTA have wrapped it. */
public final class SqlErrors {
    private static final String READ_ONLY = "25006";

    private static final Set<String> WAITS = Set.of("55P03", "HYT00", "40P01", "57014");

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

    /**
     * Whether a statement waited for longer than it may: for a lock (SQLSTATE 55P03, and HYT00 on H2), for one that waits
     * for it in turn (40P01), or for what else keeps the database busy (57014).
     */
    public static boolean isWait(Throwable failure) {
        SQLException sql = find(failure);
        return sql != null && WAITS.contains(String.valueOf(sql.getSQLState()));
    }

    /** Whether the connection leads to a database that takes no writes, such as a primary that is none any more. */
    public static boolean isReadOnly(Throwable failure) {
        SQLException sql = find(failure);
        return sql != null && READ_ONLY.equals(sql.getSQLState());
    }

    /**
     * The database's own words, without what was wrapped around them, and without the details that follow in further lines:
     * they repeat the row that was refused, and an error is shown to people who may not see its payload.
     */
    public static String message(Throwable failure) {
        SQLException sql = find(failure);
        String message = String.valueOf(sql == null ? failure.getMessage() : sql.getMessage());
        return message.lines().findFirst().orElse("");
    }

    /**
     * Returns what is wrong in words of ours, for whoever asks without being known: the database's own name hosts, users
     * and statements, and belong into the log.
     */
    public static String reason(Throwable failure) {
        if (find(failure, SchemaLockedException.class) != null) {
            return "gork's tables have to be changed and are in use; the server's log says by whom.";
        }
        if (isReadOnly(failure)) {
            return "The database takes no writes now; another one may be the primary.";
        }
        if (isOutage(failure)) {
            return "The database does not answer, or not in time.";
        }
        StoreUnavailableException ours = find(failure, StoreUnavailableException.class);
        return ours == null || find(failure) != null
                ? "The database refuses what gork asks of it; the server's log has its reason."
                : String.valueOf(ours.getMessage());
    }

    private static @Nullable SQLException find(Throwable failure) {
        return find(failure, SQLException.class);
    }

    private static <T> @Nullable T find(Throwable failure, Class<T> type) {
        Throwable each = failure;
        for (int depth = 0; each != null && depth < 20; depth++) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
            each = each.getCause();
        }
        return null;
    }
}
