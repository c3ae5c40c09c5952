package dev.gork.chaos;

import dev.gork.testing.LibertyServer;
import dev.gork.testing.PostgresServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Does what the schedule says, and writes down when. Only one node is away at a time, so that there is one to take over,
 * unless a job halts both; the database and the connections of the other one may well be hit meanwhile.
 */
final class Faults implements AutoCloseable {
    /** A node that has nothing to do is given this long to get something. */
    private static final Duration FOR_A_JOB = Duration.ofSeconds(30);

    private static final String COMMITS_WAIT = "ALTER SYSTEM SET synchronous_standby_names = 'nobody'";
    private static final String COMMITS_GO_ON = "ALTER SYSTEM RESET synchronous_standby_names";
    private static final String RELOAD = "SELECT pg_reload_conf()";

    private final PostgresServer postgres;
    private final List<ChaosNode> nodes;
    private final List<Inflicted> inflicted = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService background = Executors.newCachedThreadPool();
    private final List<CompletableFuture<Void>> locks = new ArrayList<>();
    private CompletableFuture<Void> poison = CompletableFuture.completedFuture(null);
    private int poisons;

    private interface Action {
        void run() throws Exception;
    }

    Faults(PostgresServer postgres, List<ChaosNode> nodes) {
        this.postgres = postgres;
        this.nodes = nodes;
    }

    /** Those that are over. */
    List<Inflicted> inflicted() {
        return List.copyOf(inflicted);
    }

    /** Begins one, after its pause and once its node is there; those that take a while go on by themselves. */
    void inflict(Fault fault) throws Exception {
        pass(fault.pause());
        ChaosNode node = nodes.get(fault.node());
        switch (fault.kind()) {
            case CONNECTIONS_CUT -> {
                node.awaitReturn();
                span(fault.kind(), node, node.network()::cut);
            }
            case CLOCK_SET -> span(fault.kind(), node, () -> node.setClock(fault.clock()));
            case DATABASE_STOPPED -> span(fault.kind(), null, () -> restartDatabase(fault.length()));
            case COMMITS_STALLED -> span(fault.kind(), null, () -> stallCommits(fault.length()));
            case ROW_LOCKED -> locks.add(inBackground(() -> lockRow(fault, node)));
            case POISONED -> {
                awaitNodes();
                String job = "poison-" + ++poisons;
                Poisoning poisoning = new Poisoning(new JobWatch(postgres), nodes, background, this::note);
                poison = inBackground(() -> poisoning.run(node, job));
            }
            default -> {
                awaitNodes();
                node.leave(() -> takeAway(fault, node), background);
            }
        }
    }

    /** Waits until all are over. */
    void awaitEnd() {
        awaitNodes();
        locks.forEach(CompletableFuture::join);
    }

    private void awaitNodes() {
        poison.join();
        nodes.forEach(ChaosNode::awaitReturn);
    }

    private void takeAway(Fault fault, ChaosNode node) throws Exception {
        LibertyServer server = node.server();
        switch (fault.kind()) {
            case KILLED -> restart(fault.kind(), node, server::kill);
            case STOPPED -> restart(fault.kind(), node, server::stop);
            case FROZEN -> freeze(fault.kind(), node, null, () -> pass(fault.length()));
            case ID_REUSED -> reuseId(fault, node);
            case NETWORK_REFUSED -> span(fault.kind(), node, () -> cutOff(node, node.network()::refuse, fault));
            case NETWORK_SILENT -> span(fault.kind(), node, () -> cutOff(node, node.network()::silence, fault));
            case NETWORK_STALLED ->
                span(fault.kind(), node, () -> {
                    node.network().stall();
                    pass(fault.length());
                    node.network().heal();
                });
            default -> throw new IllegalArgumentException(fault.toString());
        }
    }

    private static void cutOff(ChaosNode node, Runnable how, Fault fault) throws InterruptedException {
        how.run();
        pass(fault.length());
        node.network().open();
    }

    private void restart(FaultKind kind, ChaosNode node, Action end) throws Exception {
        Instant began = Instant.now();
        end.run();
        Instant ended = Instant.now();
        node.startAgain();
        note(new Inflicted(kind, node.name(), null, began, ended, Instant.now()));
    }

    private void freeze(FaultKind kind, ChaosNode node, @Nullable String job, Action meanwhile) throws Exception {
        Instant began = Instant.now();
        node.server().freeze();
        try {
            meanwhile.run();
        } finally {
            node.server().thaw();
        }
        note(new Inflicted(kind, node.name(), job, began, Instant.now(), Instant.now()));
    }

    private void reuseId(Fault fault, ChaosNode node) throws Exception {
        JobWatch watch = new JobWatch(postgres);
        String job = watch.longJobOf(node.name(), FOR_A_JOB);
        ChaosNode other =
                nodes.stream().filter(each -> each != node).findFirst().orElse(node);
        freeze(fault.kind(), node, job, () -> {
            if (job == null || !watch.haveAgain(job, other)) {
                pass(fault.length());
            }
        });
    }

    private void lockRow(Fault fault, ChaosNode node) throws Exception {
        RowLock lock = RowLock.take(postgres, node.name(), FOR_A_JOB);
        if (lock != null) {
            Instant began = Instant.now();
            try (lock) {
                lock.hold(fault.length());
            }
            note(new Inflicted(fault.kind(), node.name(), lock.job(), began, Instant.now(), Instant.now()));
        }
    }

    private void restartDatabase(Duration outage) throws IOException, InterruptedException {
        postgres.crash();
        pass(outage);
        postgres.start();
    }

    private void stallCommits(Duration time) throws Exception {
        Tables.run(postgres, COMMITS_WAIT, RELOAD);
        pass(time);
        Tables.run(postgres, COMMITS_GO_ON, RELOAD);
    }

    private void span(FaultKind kind, @Nullable ChaosNode node, Action action) throws Exception {
        Instant began = Instant.now();
        action.run();
        Instant ended = Instant.now();
        note(new Inflicted(kind, node == null ? null : node.name(), null, began, ended, ended));
    }

    private void note(Inflicted done) {
        inflicted.add(done);
        System.out.println(done);
    }

    private CompletableFuture<Void> inBackground(Action action) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        action.run();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                background);
    }

    private static void pass(Duration time) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(time.toMillis());
    }

    @Override
    public void close() {
        background.shutdownNow();
    }
}
