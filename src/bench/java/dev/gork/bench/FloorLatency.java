package dev.gork.bench;

import dev.gork.claims.Statements;
import dev.gork.messages.NotificationListener;
import dev.gork.messages.NotifyStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * How soon a committed job can be started by plain JDBC: one thread enqueues now and then, another claims as soon as it
 * is woken, by a notification of the database or by a queue in memory.
 */
final class FloorLatency implements AutoCloseable {
    private static final String QUEUE = "ping";
    private static final Duration TIMEOUT = Duration.ofMillis(300);

    private final String url;
    private final Connection enqueuing;
    private final Connection notifying;
    private final Connection claiming;
    private final Map<String, Long> commits = new ConcurrentHashMap<>();
    private final Map<String, Long> starts = new ConcurrentHashMap<>();
    private final BlockingQueue<String> woken = new LinkedBlockingQueue<>();

    FloorLatency(String url) throws SQLException {
        enqueuing = connect(url);
        notifying = connect(url);
        claiming = connect(url);
        this.url = url;
    }

    /** Enqueues so many, each woken for by a notification if the claimer is to be another node, and claims them. */
    void run(int count, boolean notify) throws Exception {
        commits.clear();
        starts.clear();
        Thread claimer = new Thread(() -> claim(count, notify));
        claimer.start();
        try (PreparedStatement insert = enqueuing.prepareStatement(Floor.INSERT_ONE);
                PreparedStatement message = notifying.prepareStatement(NotifyStatement.sql())) {
            for (int i = 0; i < count; i++) {
                TimeUnit.MICROSECONDS.sleep(ThreadLocalRandom.current().nextInt(15_000, 25_000));
                String id = UUID.randomUUID().toString();
                Floor.bind(insert, 0, id, QUEUE, i);
                insert.executeUpdate();
                enqueuing.commit();
                commits.put(id, System.nanoTime());
                if (notify) {
                    message.setObject(1, new String[] {QUEUE});
                    message.executeQuery().close();
                    notifying.commit();
                } else {
                    woken.add(QUEUE);
                }
            }
        }
        claimer.join();
    }

    String commits() {
        return text(commits);
    }

    String starts() {
        return text(starts);
    }

    private void claim(int count, boolean notified) {
        try (PreparedStatement claim = claiming.prepareStatement(Statements.claim());
                NotificationListener line = NotifyStatement.listen(DriverManager.getConnection(url))) {
            while (starts.size() < count) {
                List<String> messages = notified ? line.await(TIMEOUT) : List.of(woken.take());
                if (!messages.isEmpty()) {
                    claim(claim);
                }
            }
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void claim(PreparedStatement claim) throws SQLException {
        Statements.setWanted(claim, QUEUE, 10, null, "floor");
        try (ResultSet rows = claim.executeQuery()) {
            claiming.commit();
            while (rows.next()) {
                starts.put(Statements.job(rows).id(), System.nanoTime());
            }
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection each : List.of(enqueuing, notifying, claiming)) {
            each.close();
        }
    }

    private static Connection connect(String url) throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        connection.setAutoCommit(false);
        return connection;
    }

    private static String text(Map<String, Long> times) {
        return times.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(","));
    }
}
