package dev.gork.chaos;

import dev.gork.testing.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Orders from the nodes, in groups; each is committed with its jobs or not at all. An order that was not confirmed is
 * looked for, and given again if it is not there, as a careful caller does.
 */
final class Feeder {
    private static final int GROUP = 50;

    /** Beyond it the nodes are given time: a rescued job should have to wait for a rescue, not for its turn. */
    private static final int MOST_UNFINISHED = 500;

    private static final Duration PAUSE = Duration.ofMillis(50);

    private static final String UNFINISHED = """
            SELECT (SELECT count(*) FROM jobs WHERE status = 'scheduled')
                 + (SELECT count(*) FROM jobs WHERE status = 'initialized')""";

    private final PostgresServer postgres;
    private final Plan plan;
    private final long start = System.nanoTime();
    private final AtomicInteger next = new AtomicInteger();
    private final Queue<Integer> again = new ConcurrentLinkedQueue<>();
    private volatile boolean faultsAreOver;

    Feeder(PostgresServer postgres, Plan plan) {
        this.postgres = postgres;
        this.plan = plan;
    }

    /** From now on no more than the plan's jobs are needed. */
    void faultsAreOver() {
        faultsAreOver = true;
    }

    /** How many orders were given and confirmed, once all have returned from {@link #feed}. */
    int given() {
        return next.get() * GROUP;
    }

    /** Orders from one node, until there are enough. */
    void feed(ChaosNode node) throws InterruptedException {
        while (!enough()) {
            try {
                if (node.isAway() || unfinished(postgres) > MOST_UNFINISHED || !give(node)) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
                }
            } catch (SQLException databaseIsAway) {
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
        }
    }

    /** How many jobs are not finished. */
    static long unfinished(PostgresServer postgres) throws SQLException {
        try (Connection connection = Tables.connect(postgres);
                PreparedStatement count = connection.prepareStatement(UNFINISHED);
                ResultSet row = count.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private boolean enough() {
        return faultsAreOver && given() >= plan.jobs() && again.isEmpty();
    }

    private boolean give(ChaosNode node) throws InterruptedException {
        Integer group = again.poll();
        if (group == null) {
            if (tooEarly()) {
                return false;
            }
            group = next.getAndIncrement() * GROUP;
        }
        if (!node.order(group, GROUP) && !isThere(group)) {
            again.add(group);
        }
        return true;
    }

    private boolean tooEarly() {
        double seconds = (System.nanoTime() - start) / 1e9;
        return given() >= (faultsAreOver ? plan.jobs() : seconds * plan.jobsPerSecond());
    }

    private boolean isThere(int group) throws InterruptedException {
        while (true) {
            try (Connection connection = Tables.connect(postgres);
                    PreparedStatement count = connection.prepareStatement(
                            "SELECT count(*) FROM orders WHERE number >= ? AND number < ?")) {
                count.setInt(1, group);
                count.setInt(2, group + GROUP);
                try (ResultSet row = count.executeQuery()) {
                    row.next();
                    return row.getLong(1) > 0;
                }
            } catch (SQLException databaseIsAway) {
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
        }
    }
}
