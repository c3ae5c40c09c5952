package dev.gork.chaos;

import dev.gork.testing.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Questions about jobs, asked until the answer is as hoped for, also while the database is away now and then. */
final class JobWatch {
    private static final Duration STEP = Duration.ofMillis(50);

    /** It has to be rescued, and to run. */
    private static final Duration FOR_THE_FIRST_LIFE = Duration.ofSeconds(45);

    private static final Duration FOR_THE_SECOND_LIFE = Duration.ofSeconds(15);

    /** That which was claimed last, so that it runs on for a while. */
    private static final String LONG_ONE = """
            SELECT jobs.id FROM jobs JOIN history ON history.job = jobs.id AND history.claim = jobs.claim
            WHERE jobs.status = 'initialized' AND jobs.queue LIKE 'long%' AND history.status = 'initialized'
              AND history.node = ? AND NOT EXISTS (
                  SELECT 1 FROM history AS before WHERE before.job = jobs.id AND before.status = 'deleted')
            ORDER BY jobs.started_at DESC LIMIT 1""";

    private static final String STATUS = "SELECT status FROM jobs WHERE id = ?";

    /** Of an order: how many were committed for a job. */
    private static final String ORDERS = "SELECT count(*) FROM orders WHERE job = ?";

    private final PostgresServer postgres;

    /** A question about the database. */
    interface Question {
        boolean isSo() throws SQLException;
    }

    JobWatch(PostgresServer postgres) {
        this.postgres = postgres;
    }

    /** Finds a long job that this node runs, and that lives for the first time; null if there is none in this time. */
    @Nullable
    String longJobOf(String node, Duration timeout) throws InterruptedException {
        AtomicReference<@Nullable String> found = new AtomicReference<>();
        await(timeout, () -> {
            found.set(ask(LONG_ONE, node));
            return found.get() != null;
        });
        return found.get();
    }

    /** Waits for a job to be completed, has this node order it again, and waits for its claim; false if it does not come. */
    boolean haveAgain(String job, ChaosNode node) throws InterruptedException {
        return await(FOR_THE_FIRST_LIFE, () -> is(job, "completed"))
                && await(FOR_THE_SECOND_LIFE, () -> {
                    node.ask("again/" + job);
                    return orders(job) > 1;
                })
                && await(FOR_THE_SECOND_LIFE, () -> !is(job, "scheduled"));
    }

    /** Tells whether it has this status now. */
    boolean is(String job, String status) throws SQLException {
        return status.equals(ask(STATUS, job));
    }

    /** Counts the orders for this job. */
    int orders(String job) throws SQLException {
        String count = ask(ORDERS, job);
        return count == null ? 0 : Integer.parseInt(count);
    }

    /** Waits until it is so; false if it was not in this time. */
    static boolean await(Duration timeout, Question question) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                if (question.isSo()) {
                    return true;
                }
            } catch (SQLException databaseIsAway) {
                // asked again
            }
            TimeUnit.MILLISECONDS.sleep(STEP.toMillis());
        }
        return false;
    }

    private @Nullable String ask(String query, String parameter) throws SQLException {
        try (Connection connection = Tables.connect(postgres);
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, parameter);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }
}
