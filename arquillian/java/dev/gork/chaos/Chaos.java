package dev.gork.chaos;

import dev.gork.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Two servers, one PostgreSQL, jobs, and faults by a schedule; docs/testing.md explains. */
final class Chaos implements AutoCloseable {
    /** After the last fault, what is not finished once none has been for so long is stuck. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** The place of the node whose clock is set apart. The other one's is the machine's, as the database's is. */
    private static final int SETTABLE_CLOCK = 1;

    /** Of one node's connections; the other one's wait for the database for ever, as far as the driver is concerned. */
    static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(4);

    private final Plan plan;
    private final List<FaultKind> deck;
    private final List<String> leftOut = new ArrayList<>();
    private final Path folder;
    private final Path logs;
    private final PostgresServer postgres;
    private final List<ChaosNode> nodes;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /**
     * All of it, with nothing started but the database.
     *
     * @param deck the kinds of faults, each as often as it is to come until all have come
     * @param folder where report, logs and the database's files are left; emptied first
     */
    Chaos(Plan plan, List<FaultKind> deck, Path folder) throws IOException {
        this.plan = plan;
        this.deck = new ArrayList<>(deck);
        if (!NodeClock.canBeSet()) {
            this.deck.removeIf(FaultKind.CLOCK_SET::equals);
            leftOut.add("clock_set: faketime is not installed");
        }
        this.folder = folder;
        delete(folder);
        logs = Files.createDirectories(folder.resolve("logs"));
        postgres = PostgresServer.create(folder.resolve("database"));
        nodes = List.of(
                new ChaosNode("a", postgres, plan, false, "", logs),
                new ChaosNode("b", postgres, plan, true, "&socketTimeout=" + SOCKET_TIMEOUT.toSeconds(), logs));
    }

    /** Goes through all of it; the report is written, whatever it says. */
    Report run() throws Exception {
        long start = System.nanoTime();
        startNodes();
        Faults faults = new Faults(postgres, nodes);
        try (faults) {
            feedWhile(() -> inflict(faults));
            awaitFinish();
        }
        Instant end = Instant.now();
        for (ChaosNode node : nodes) {
            node.server().stop();
            node.keepLog();
        }
        Report report = check(faults.inflicted(), end);
        report.write(folder, Duration.ofNanos(System.nanoTime() - start), leftOut);
        return report;
    }

    private void startNodes() throws Exception {
        try (Connection database = Tables.connect(postgres)) {
            Tables.forApplication(database);
        }
        for (ChaosNode node : nodes) {
            node.start();
        }
        try (Connection database = Tables.connect(postgres)) {
            Tables.forHistory(database);
        }
    }

    private void feedWhile(Callable<Void> task) throws Exception {
        Feeder feeder = new Feeder(postgres, plan);
        List<Future<?>> feeding = new ArrayList<>();
        for (ChaosNode node : nodes) {
            feeding.add(threads.submit(() -> {
                feeder.feed(node);
                return null;
            }));
        }
        task.call();
        feeder.faultsAreOver();
        for (Future<?> each : feeding) {
            each.get();
        }
    }

    private Void inflict(Faults faults) throws Exception {
        Schedule schedule = new Schedule(plan, nodes.size(), SETTABLE_CLOCK, deck);
        long start = System.nanoTime();
        for (int i = 0;
                i < plan.faults() || System.nanoTime() - start < plan.time().toNanos();
                i++) {
            faults.inflict(schedule.next());
        }
        faults.awaitEnd();
        return null;
    }

    private void awaitFinish() throws SQLException, InterruptedException {
        long unfinished = Long.MAX_VALUE;
        long lastFinished = System.nanoTime();
        while (unfinished > 0 && System.nanoTime() - lastFinished < TIMEOUT.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(100);
            long now = Feeder.unfinished(postgres);
            if (now < unfinished) {
                lastFinished = System.nanoTime();
                unfinished = now;
            }
        }
    }

    private Report check(List<Inflicted> faults, Instant end) throws SQLException, IOException {
        long fenced = 0;
        for (ChaosNode node : nodes) {
            fenced += node.fenced();
        }
        try (Connection database = Tables.connect(postgres)) {
            Tables.note(database, faults);
            return new Checker(database, plan, faults, end).check(fenced);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    /** Ends all processes; the database's in order, so that its files can be looked at. */
    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        for (ChaosNode node : nodes) {
            node.close();
        }
        postgres.close();
    }
}
