package dev.gork.store;

import dev.gork.JobStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The product's own statements and parameters, for the floor to run them with nothing around. */
public final class Statements {
    private Statements() {}

    /** Claims; its parameters are set by {@link #setWanted}. */
    public static String claim() {
        return jdbc(PostgresDialect.CLAIM.sql());
    }

    /** So many jobs of a queue, after the last one claimed if there is one. */
    public static void setWanted(
            PreparedStatement claim, String queue, int count, @Nullable Position after, String node)
            throws SQLException {
        set(claim, PostgresDialect.WANTED, List.of(new Wanted(queue, count, after)));
        claim.setString(PostgresDialect.WANTED.size() + 1, node);
    }

    /** Writes outcomes; its parameters are set by {@link #setCompleted(PreparedStatement, Collection)}. */
    public static String finish() {
        return jdbc(PostgresOutcomes.FINISH.sql());
    }

    /** Completed jobs. */
    public static void setCompleted(PreparedStatement finish, Collection<Claim> claims) throws SQLException {
        set(
                finish,
                PostgresOutcomes.OUTCOMES,
                claims.stream()
                        .map(claim -> new Outcome(claim, "", JobStatus.COMPLETED, "{}", null, 0, null, false, null))
                        .toList());
    }

    /** Sends a notification for each text of its parameter. */
    public static String notification() {
        return PostgresDialect.NOTIFY;
    }

    /** Begins to listen to them. */
    public static Listening listen(Connection connection) throws SQLException {
        return new PostgresDialect().listen(connection);
    }

    private static <T> void set(PreparedStatement statement, List<Column<T>> columns, List<T> rows)
            throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            statement.setObject(i + 1, columns.get(i).of(rows));
        }
    }

    /** Writes one outcome; its parameters are set by {@link #setCompleted(PreparedStatement, Claim)}. */
    public static String finishOne() {
        return jdbc(PostgresOutcomes.FINISH_ONE.sql());
    }

    /** Sets the parameters of {@link #finishOne}, in the order in which they occur there. */
    public static void setCompleted(PreparedStatement statement, Claim claim) throws SQLException {
        Object[] values = {"completed", "{}", null, claim.id(), claim.number()};
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                statement.setNull(i + 1, Types.VARCHAR);
            } else {
                statement.setObject(i + 1, values[i]);
            }
        }
    }

    /** A row that {@link #claim} returns. */
    public static ClaimedJob job(ResultSet rows) throws SQLException {
        Object[] columns = new Object[rows.getMetaData().getColumnCount()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = rows.getObject(i + 1);
        }
        return ClaimedJob.of(columns);
    }

    private static String jdbc(String jpql) {
        return jpql.replaceAll("\\?\\d", "?");
    }
}
