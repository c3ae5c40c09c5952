package dev.gork.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What a database's complaint is about, by its SQLSTATE (ISO 9075), wherever JPA and JTA have wrapped it. */
public final class SqlErrors {
    private SqlErrors() {}

    /** Whether the same statement with the same values would fail again: data, constraint or size (class 22, 23, 54). */
    public static boolean isAboutData(Throwable failure) {
        SQLException sql = find(failure);
        String state = sql == null ? null : sql.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
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
