package dev.gork.chaos;

import dev.gork.testing.LibertyServer;
import dev.gork.testing.PostgresServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Does what the schedule says, and writes down when. Only one node is away at a time, so that there is one to take over;
 * the database and the connections of the other one may well be hit meanwhile.
 */
final class Faults implements AutoCloseable {
    private final PostgresServer postgres;
    private final List<ChaosNode> nodes;
    private final List<Inflicted> inflicted = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService background = Executors.newCachedThreadPool();

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

    /** Begins one, after its pause and once its node is there; those that take a node away go on by themselves. */
    void inflict(Fault fault) throws Exception {
        TimeUnit.MILLISECONDS.sleep(fault.pause().toMillis());
        ChaosNode node = nodes.get(fault.node());
        if (fault.kind().takesNodeAway()) {
            nodes.forEach(ChaosNode::awaitReturn);
            node.leave(() -> takeAway(fault, node), background);
            return;
        }
        switch (fault.kind()) {
            case CONNECTIONS_CUT -> {
                node.awaitReturn();
                span(fault.kind(), node, node.network()::cut);
            }
            case CLOCK_SET -> span(fault.kind(), node, () -> node.setClock(fault.clock()));
            case DATABASE_STOPPED -> span(fault.kind(), null, () -> restartDatabase(fault.length()));
            default -> throw new IllegalArgumentException(fault.toString());
        }
    }

    /** Waits until every node is there. */
    void awaitEnd() {
        nodes.forEach(ChaosNode::awaitReturn);
    }

    private void takeAway(Fault fault, ChaosNode node) throws Exception {
        LibertyServer server = node.server();
        switch (fault.kind()) {
            case KILLED -> {
                span(fault.kind(), node, server::kill);
                startAgain(node);
            }
            case STOPPED -> {
                span(fault.kind(), node, server::stop);
                startAgain(node);
            }
            case FROZEN ->
                span(fault.kind(), node, () -> {
                    server.freeze();
                    pass(fault.length());
                    server.thaw();
                });
            case NETWORK_REFUSED -> span(fault.kind(), node, () -> cutOff(node, node.network()::refuse, fault));
            case NETWORK_SILENT -> span(fault.kind(), node, () -> cutOff(node, node.network()::silence, fault));
            default -> throw new IllegalArgumentException(fault.toString());
        }
    }

    private static void cutOff(ChaosNode node, Runnable how, Fault fault) throws InterruptedException {
        how.run();
        pass(fault.length());
        node.network().open();
    }

    private static void startAgain(ChaosNode node) throws IOException {
        node.keepLog();
        node.start();
    }

    private void restartDatabase(Duration outage) throws IOException, InterruptedException {
        postgres.crash();
        pass(outage);
        postgres.start();
    }

    private void span(FaultKind kind, @Nullable ChaosNode node, Action action) throws Exception {
        Instant began = Instant.now();
        action.run();
        Inflicted done = new Inflicted(kind, node == null ? null : node.name(), began, Instant.now());
        inflicted.add(done);
        System.out.println(done);
    }

    private static void pass(Duration time) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(time.toMillis());
    }

    @Override
    public void close() {
        background.shutdownNow();
    }
}
