package dev.gork.claims;

import dev.gork.JobAttempt;
import dev.gork.JobStatus;
import dev.gork.database.ArrayParameter;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The product's own statements of claims and outcomes, and their parameters, for the floor to run them with nothing around. */
public final class Statements {
    private Statements() {}

    /** Claims; its parameters are set by {@link #setWanted}. */
    public static String claim() {
        return jdbc(PostgresClaims.CLAIM.sql());
    }

    /** So many jobs of a queue, after the last one claimed if there is one. */
    public static void setWanted(
            PreparedStatement claim, String queue, int count, @Nullable ClaimCursor after, String node)
            throws SQLException {
        set(claim, PostgresClaims.WANTED, List.of(new ClaimRequest(queue, count, after)));
        claim.setString(PostgresClaims.WANTED.size() + 1, node);
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
                        .map(claim -> new Outcome(
                                claim,
                                "",
                                JobStatus.COMPLETED,
                                "{}",
                                null,
                                0,
                                null,
                                JobAttempt.Outcome.COMPLETED,
                                null,
                                null))
                        .toList());
    }

    private static <T> void set(PreparedStatement statement, List<ArrayParameter<T>> columns, List<T> rows)
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
