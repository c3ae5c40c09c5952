package dev.gork.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Measures gork beside a floor of plain JDBC and its peers, all on one database in one run; docs/benchmarks.md explains. */
@Tag("bench")
class BenchmarkIT {
    private static final Path FOLDER = Path.of("target/bench");

    static final String HEAP = "-Xmx1g";

    private static final int BACKLOG = 300_000;
    private static final int TRANSACTIONS = 30_000;
    private static final int PILE = 1_000_000;
    private static final int PINGS = 500;
    private static final int SINGLES = 4_000;
    private static final int WARM_UP = 100_000;
    private static final int BULK = 100_000;
    private static final int IDLE_SECONDS = 60;
    private static final int CONSOLES = 5;

    /** Two drains in a row differ by a tenth, which is more than what is looked for. */
    private static final int ROUNDS = 7;

    private final Results results = new Results();
    private final Set<String> parts =
            Set.of(System.getProperty("bench.only", "all").split(","));

    @Test
    void allIsMeasured() throws Exception {
        Files.createDirectories(FOLDER);
        try (Postgres postgres = new Postgres()) {
            String url = postgres.create("gork");
            gork(url);
            if (parts.contains("all") || parts.contains("floor")) {
                floor(url);
            }
            peer(postgres, "db-scheduler", 60_000);
            peer(postgres, "jobrunr", 3_000);
        } finally {
            results.write(FOLDER);
        }
    }

    private boolean wanted(String part) {
        return parts.contains("all") || parts.contains(part);
    }

    private void gork(String url) throws Exception {
        try (GorkNode node = new GorkNode("bench-a", url, true).start();
                GorkNode other = new GorkNode("bench-b", url, false).start()) {
            if (parts.equals(Set.of("console"))) {
                drain(node, url, "noop", 3 * BACKLOG);
            } else if (!parts.equals(Set.of("idle"))) {
                warmUp(url, node, other);
            }
            if (wanted("T") || wanted("B") || wanted("V")) {
                results.measure("gork", "T", () -> drain(node, url, "noop", BACKLOG));
            }
            if (wanted("Ttx")) {
                results.measure("gork", "Ttx", () -> drain(node, url, "tx", TRANSACTIONS));
            }
            if (wanted("E")) {
                clear(url);
                for (int threads : new int[] {1, 8}) {
                    results.measure(
                            "gork", "E" + threads, () -> other.number("/enqueue/" + threads + "/" + threads * SINGLES));
                }
                results.measure("gork", "Ebulk", () -> other.number("/bulk/" + BULK));
            }
            if (wanted("L")) {
                clear(url);
                latencies("L", other, node);
                latencies("Llocal", node, node);
            }
            if (wanted("idle")) {
                clear(url);
                idle(url, node.pid());
            }
            if (wanted("B")) {
                results.measure("gork", "B", () -> {
                    pile(url);
                    return drainMore(node, url, "noop", BACKLOG, "p");
                });
            }
            if (wanted("V")) {
                clear(url);
                heldTransaction(node, url);
            }
            if (parts.contains("console")) { // too long to be a part of all
                console(node, url);
            }
        }
    }

    /** It takes so many of each kind until all that they pass through is compiled. */
    private static void warmUp(String url, GorkNode node, GorkNode other) throws Exception {
        drain(node, url, "noop", 3 * BACKLOG);
        drain(node, url, "tx", 2 * TRANSACTIONS);
        for (GorkNode each : List.of(node, other)) {
            clear(url);
            each.number("/enqueue/8/" + WARM_UP);
            each.number("/bulk/" + 2 * BULK);
        }
    }

    private void latencies(String figure, GorkNode from, GorkNode to) throws Exception {
        from.post("/ping/" + PINGS);
        TimeUnit.SECONDS.sleep(2);
        to.get("/starts");
        String commits = from.post("/ping/" + PINGS);
        TimeUnit.SECONDS.sleep(2);
        results.latencies("gork", figure, commits, to.get("/starts"));
    }

    /** Counts transactions: each of a node's statements is one, and the benchmark's own are two. */
    private void idle(String url, long pid) throws Exception {
        autovacuum(url, "off"); // its transactions would be counted too
        TimeUnit.SECONDS.sleep(15); // servers tell late what they counted
        String commits = "SELECT pg_stat_clear_snapshot(), xact_commit + xact_rollback FROM pg_stat_database"
                + " WHERE datname = current_database()";
        double before = Postgres.number(url, commits, 2);
        long cpu = Processes.cpuNanos(pid);
        TimeUnit.SECONDS.sleep(IDLE_SECONDS);
        double nanos = Processes.cpuNanos(pid) - cpu;
        results.put("gork", "idle_qps", (Postgres.number(url, commits, 2) - before - 1) / IDLE_SECONDS);
        results.put("gork", "cpu", nanos / 1e9 / IDLE_SECONDS);
        results.put("gork", "rss_mb", Processes.residentMegabytes(pid));
        autovacuum(url, "on");
    }

    private static void autovacuum(String url, String value) throws SQLException {
        Postgres.execute(url, "ALTER SYSTEM SET autovacuum = " + value, "SELECT pg_reload_conf()");
    }

    /** While a transaction elsewhere keeps every dead row: a million jobs, and then what is measured. */
    private void heldTransaction(GorkNode node, String url) throws Exception {
        try (Connection held = DriverManager.getConnection(url);
                Statement statement = held.createStatement()) {
            held.setAutoCommit(false);
            held.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            statement.executeQuery("SELECT count(*) FROM gork_nodes").close();
            for (int i = 0; i < 4; i++) {
                drainMore(node, url, "noop", PILE / 4, "v" + i);
            }
            results.put("gork", "V", drainMore(node, url, "noop", BACKLOG, "v"));
        }
    }

    /** In turns, so that a machine that gets slower meanwhile slows both down. */
    private void console(GorkNode node, String url) throws Exception {
        Looking.fill(url);
        try (ConsoleNode console = new ConsoleNode(url).start()) {
            Looking.routes(console, results);
            double[] alone = new double[ROUNDS];
            double[] watched = new double[ROUNDS];
            autovacuum(url, "off"); // it would come by in some of the rounds
            for (int i = 0; i < ROUNDS; i++) {
                Postgres.execute(url, "VACUUM ANALYZE jobs", "CHECKPOINT");
                alone[i] = drainMore(node, url, "noop", BACKLOG, "alone" + i);
                Postgres.execute(url, "VACUUM ANALYZE jobs", "CHECKPOINT");
                console.open(CONSOLES);
                watched[i] = drainMore(node, url, "noop", BACKLOG, "watched" + i);
                console.closeAll();
            }
            autovacuum(url, "on");
            results.put("console", "T, none open", Results.median(alone));
            results.put("console", "T, five open", Results.median(watched));
        }
    }

    private void floor(String url) throws Exception {
        Floor floor = new Floor(url);
        if (wanted("T")) {
            floorDrain(url, floor);
            results.measure("floor", "T", () -> floorDrain(url, floor));
        }
        if (wanted("Ttx")) {
            results.measure("floor", "Ttx", () -> {
                clear(url);
                backlog(url, "tx", TRANSACTIONS, "t");
                return floor.drainTransactions(TRANSACTIONS, 20);
            });
        }
        if (wanted("E")) {
            for (int threads : new int[] {1, 8}) {
                clear(url);
                floor.enqueue(threads, threads * SINGLES);
                results.measure("floor", "E" + threads, () -> floor.enqueue(threads, threads * SINGLES));
            }
            clear(url);
            floor.enqueueBulk(BULK);
            results.measure("floor", "Ebulk", () -> floor.enqueueBulk(BULK));
        }
        if (wanted("L")) {
            clear(url);
            floorLatency(url, "L", true);
            floorLatency(url, "Llocal", false);
        }
        if (wanted("B")) {
            results.measure("floor", "B", () -> {
                pile(url);
                backlog(url, "noop", BACKLOG, "p");
                return floor.drain(BACKLOG);
            });
        }
    }

    private void floorLatency(String url, String figure, boolean notify) throws Exception {
        try (FloorLatency floor = new FloorLatency(url)) {
            floor.run(PINGS, notify);
            floor.run(PINGS, notify);
            results.latencies("floor", figure, floor.commits(), floor.starts());
        }
    }

    private double floorDrain(String url, Floor floor) throws Exception {
        clear(url);
        backlog(url, "noop", BACKLOG, "t");
        return floor.drain(BACKLOG);
    }

    private void peer(Postgres postgres, String name, int jobs) throws Exception {
        if (!wanted(name)) {
            return;
        }
        String url = postgres.create(name.replace('-', '_'));
        File log = FOLDER.resolve(name + ".log").toFile();
        try (PeerProcess node = new PeerProcess(name, url, log);
                PeerProcess other = new PeerProcess(name, url, log)) {
            node.ask("create");
            node.number("drain " + jobs); // warms it up
            results.measure(name, "T", () -> {
                node.ask("clear");
                return node.number("drain " + jobs);
            });
            int singles = name.equals("jobrunr") ? SINGLES / 4 : SINGLES;
            node.number("enqueue 8 " + singles);
            results.measure(name, "E1", () -> node.number("enqueue 1 " + singles));
            results.measure(name, "E8", () -> node.number("enqueue 8 " + 2 * singles));
            results.measure(name, "Ebulk", () -> node.number("bulk " + jobs));
            node.ask("clear");
            node.ask("work");
            TimeUnit.SECONDS.sleep(6);
            for (PeerProcess from : List.of(other, node)) {
                String commits = from.ask("ping " + PINGS);
                TimeUnit.SECONDS.sleep(name.equals("jobrunr") ? 20 : 3);
                results.latencies(name, from == node ? "Llocal" : "L", commits, node.ask("starts"));
            }
            node.ask("rest");
            results.measure(name, "B", () -> {
                node.ask("clear");
                node.ask("pile " + PILE + " " + PILE);
                return node.number("drain " + jobs);
            });
        }
    }

    private static double drain(GorkNode node, String url, String queue, int count) throws Exception {
        clear(url);
        return drainMore(node, url, queue, count, "t");
    }

    /**
     * From the start of the first to the end of the last, by the database's clock. Meanwhile it asks the node how far it
     * is, not the database: a query for what is left reads all that is dead.
     */
    private static double drainMore(GorkNode node, String url, String queue, int count, String run) throws Exception {
        long end = node.runs() + count;
        backlog(url, queue, count, run);
        while (node.runs() < end || completed(url, run, "count(*)") < count) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return completed(url, run, "count(*) / extract(epoch FROM max(finished_at) - min(started_at))");
    }

    private static double completed(String url, String run, String what) throws SQLException {
        return Postgres.number(
                url, "SELECT " + what + " FROM jobs WHERE status = 'completed' AND id LIKE '" + run + "-%'", 1);
    }

    private static void clear(String url) throws Exception {
        Postgres.execute(url, "TRUNCATE jobs", "VACUUM ANALYZE jobs", "CHECKPOINT");
    }

    private static void backlog(String url, String queue, int count, String run) throws Exception {
        Postgres.execute(url, """
                INSERT INTO jobs (id, queue, status, arguments, options, scheduled_at)
                SELECT '%s-0000-7000-8000-' || lpad(i::text, 12, '0'), '%s', 'scheduled', '{"n": 1}', '{}', now()
                FROM generate_series(1, %d) i""".formatted(run, queue, count));
    }

    /** Rows that a claim must not notice: future ones at a higher priority, and finished ones. */
    private static void pile(String url) throws Exception {
        clear(url);
        Postgres.execute(url, """
                INSERT INTO jobs (id, queue, status, priority, scheduled_at)
                SELECT 'future-' || i, 'noop', 'scheduled', i %% 3, now() + INTERVAL '1 year'
                FROM generate_series(1, %d) i""".formatted(PILE), """
                INSERT INTO jobs (id, queue, status, scheduled_at, started_at, finished_at)
                SELECT 'done-' || i, 'noop', 'completed', now(), now(), now() FROM generate_series(1, %d) i""".formatted(PILE), "VACUUM ANALYZE jobs", "CHECKPOINT");
    }
}
