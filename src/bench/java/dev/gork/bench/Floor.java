package dev.gork.bench;

import dev.gork.claims.Claim;
import dev.gork.claims.ClaimCursor;
import dev.gork.claims.ClaimedJob;
import dev.gork.claims.Statements;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The same statements by plain JDBC with nothing around them: what the database allows. In the same shape as the
 * product: one connection claims, another one writes what has gathered meanwhile.
 */
final class Floor {
    private static final int CLAIM = 500;
    private static final int MAX_OUTCOMES = 1000;
    private static final int AHEAD = 2000;

    private static final int BULK = 5000;

    private static final String INSERT =
            "INSERT INTO jobs (id, queue, arguments, status, options, scheduled_at) VALUES ";
    private static final String ROW = "(?, ?, CAST(? AS jsonb), 'scheduled', '{}', clock_timestamp())";

    /** One row. */
    static final String INSERT_ONE = INSERT + ROW;

    private final String url;

    Floor(String url) {
        this.url = url;
    }

    /** Claims everything and completes it, in groups. */
    double drain(int count) throws Exception {
        BlockingQueue<Claim> claimed = new LinkedBlockingQueue<>(AHEAD);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            long start = System.nanoTime();
            Future<?> claims = threads.submit(() -> claimAll("noop", count, claimed));
            Future<?> outcomes = threads.submit(() -> finishAll(count, claimed));
            claims.get();
            outcomes.get();
            return count * 1e9 / (System.nanoTime() - start);
        } finally {
            threads.shutdown();
        }
    }

    /** Claims in groups, and completes each job in a transaction of its own. */
    double drainTransactions(int count, int handlers) throws Exception {
        BlockingQueue<Claim> claimed = new LinkedBlockingQueue<>(AHEAD);
        ExecutorService threads = Executors.newFixedThreadPool(handlers + 1);
        try {
            long start = System.nanoTime();
            List<Future<?>> parts = new ArrayList<>();
            parts.add(threads.submit(() -> claimAll("tx", count, claimed)));
            for (int i = 0; i < handlers; i++) {
                parts.add(threads.submit(() -> finishEach(count / handlers, claimed)));
            }
            for (Future<?> part : parts) {
                part.get();
            }
            return count * 1e9 / (System.nanoTime() - start);
        } finally {
            threads.shutdown();
        }
    }

    /** One row a transaction. */
    double enqueue(int threads, int count) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Connection> connections = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                connections.add(connect());
            }
            long start = System.nanoTime();
            List<Future<?>> parts = new ArrayList<>();
            for (Connection connection : connections) {
                parts.add(pool.submit(() -> {
                    try (connection;
                            PreparedStatement insert = connection.prepareStatement(INSERT_ONE)) {
                        for (int i = 0; i < count / threads; i++) {
                            bind(insert, 0, i);
                            insert.executeUpdate();
                            connection.commit();
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> part : parts) {
                part.get();
            }
            return count * 1e9 / (System.nanoTime() - start);
        } finally {
            pool.shutdown();
        }
    }

    /** Many rows a statement. */
    double enqueueBulk(int count) throws Exception {
        try (Connection connection = connect();
                PreparedStatement insert = connection.prepareStatement(
                        INSERT + (", " + ROW).repeat(BULK).substring(2))) {
            long start = System.nanoTime();
            for (int done = 0; done < count; done += BULK) {
                for (int i = 0; i < BULK; i++) {
                    bind(insert, i * 3, i);
                }
                insert.executeUpdate();
                connection.commit();
            }
            return count * 1e9 / (System.nanoTime() - start);
        }
    }

    private static void bind(PreparedStatement insert, int before, int number) throws SQLException {
        bind(insert, before, UUID.randomUUID().toString(), "unserved", number);
    }

    static void bind(PreparedStatement insert, int before, String id, String queue, int number) throws SQLException {
        insert.setString(before + 1, id);
        insert.setString(before + 2, queue);
        insert.setString(before + 3, "{\"n\":" + number + "}");
    }

    private Void claimAll(String queue, int count, BlockingQueue<Claim> claimed) throws Exception {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(Statements.claim())) {
            ClaimCursor reached = null;
            for (int sum = 0; sum < count; ) {
                Statements.setWanted(statement, queue, CLAIM, reached, "floor");
                List<ClaimedJob> some = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        some.add(Statements.job(rows));
                    }
                }
                connection.commit();
                for (ClaimedJob each : some) {
                    reached = reached == null || reached.compareTo(each.position()) < 0 ? each.position() : reached;
                    claimed.put(each.claim());
                }
                sum += some.size();
            }
        }
        return null;
    }

    private Void finishAll(int count, BlockingQueue<Claim> claimed) throws Exception {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(Statements.finish())) {
            for (int sum = 0; sum < count; ) {
                List<Claim> some = new ArrayList<>(List.of(claimed.take()));
                claimed.drainTo(some, MAX_OUTCOMES - 1);
                finish(connection, statement, some);
                sum += some.size();
            }
        }
        return null;
    }

    private Void finishEach(int count, BlockingQueue<Claim> claimed) throws Exception {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(Statements.finishOne())) {
            for (int i = 0; i < count; i++) {
                Claim claim = claimed.take();
                Statements.setCompleted(statement, claim);
                if (statement.executeUpdate() == 0) {
                    throw new IllegalStateException("Lost " + claim);
                }
                connection.commit();
            }
        }
        return null;
    }

    private static void finish(Connection connection, PreparedStatement statement, List<Claim> claims)
            throws SQLException {
        Statements.setCompleted(statement, claims);
        try (ResultSet lost = statement.executeQuery()) {
            if (lost.next()) {
                throw new IllegalStateException("Lost " + lost.getString(1));
            }
        }
        connection.commit();
    }

    private Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        connection.setAutoCommit(false);
        return connection;
    }
}
