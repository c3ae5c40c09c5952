package dev.gork.chaos;

import dev.gork.testing.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A foreign transaction that has locked the row of a running job, as that of a person at a prompt does. */
final class RowLock implements AutoCloseable {
    private static final Duration STEP = Duration.ofMillis(250);

    /** That which is the first to end, so that its outcome has to wait. */
    private static final String LOCK = """
            SELECT jobs.id FROM jobs JOIN history ON history.job = jobs.id AND history.claim = jobs.claim
            WHERE jobs.status = 'initialized' AND history.status = 'initialized' AND history.node = ?
            ORDER BY jobs.started_at LIMIT 1 FOR UPDATE OF jobs SKIP LOCKED""";

    private final Connection connection;
    private final String job;

    private RowLock(Connection connection, String job) {
        this.connection = connection;
        this.job = job;
    }

    /** Locks one of this node's; null if it has run none in this time. */
    static @Nullable RowLock take(PostgresServer postgres, String node, Duration timeout) throws InterruptedException {
        AtomicReference<@Nullable RowLock> taken = new AtomicReference<>();
        JobWatch.await(timeout, () -> {
            taken.set(take(postgres, node));
            return taken.get() != null;
        });
        return taken.get();
    }

    private static @Nullable RowLock take(PostgresServer postgres, String node) throws SQLException {
        Connection connection = Tables.connect(postgres);
        connection.setAutoCommit(false);
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            lock.setString(1, node);
            try (ResultSet row = lock.executeQuery()) {
                if (row.next()) {
                    return new RowLock(connection, row.getString(1));
                }
            }
        }
        connection.close();
        return null;
    }

    String job() {
        return job;
    }

    /** Holds it for so long, or until the database ends it by being stopped. */
    void hold(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end && stands()) {
            TimeUnit.MILLISECONDS.sleep(STEP.toMillis());
        }
    }

    private boolean stands() {
        try (Statement statement = connection.createStatement()) {
            return statement.execute("SELECT 1");
        } catch (SQLException databaseWasStopped) {
            return false;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
