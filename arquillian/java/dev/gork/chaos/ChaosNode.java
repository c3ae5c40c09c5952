package dev.gork.chaos;

import dev.gork.chaos.app.ChaosApp;
import dev.gork.testing.LibertyServer;
import dev.gork.testing.PostgresServer;
import dev.gork.testing.Proxy;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;

/** One server with the application, its way to the database, and its clock. */
final class ChaosNode implements AutoCloseable {
    private static final String HEAP = "-Xmx512m";

    /** What the application's log says of an attempt that ended after its claim was lost. */
    private static final String FENCED = "was lost; its outcome changed nothing";

    private final String name;
    private final Proxy proxy;
    private final NodeClock clock;
    private final LibertyServer server;
    private final Path logs;
    private int starts;
    private @Nullable ProcessHandle process;
    private volatile CompletableFuture<Void> absence = CompletableFuture.completedFuture(null);

    /** What is done to it while it is away. */
    interface Absence {
        void run() throws Exception;
    }

    /**
     * One that is not started yet.
     *
     * @param clockIsSet whether its clock will be set apart
     * @param driver more of the address of its database, for the driver
     * @param logs the folder that keeps its logs
     */
    ChaosNode(String name, PostgresServer postgres, Plan plan, boolean clockIsSet, String driver, Path logs)
            throws IOException {
        this.name = name;
        this.logs = logs;
        proxy = new Proxy(postgres.port());
        clock = new NodeClock(logs.resolve(name + ".clock"));
        WebArchive war = ShrinkWrap.create(WebArchive.class, name + ".war")
                .addPackage(ChaosApp.class.getPackage())
                .addAsLibraries(new File(System.getProperty("gork.test.core")))
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
                .addAsResource(new StringAsset(plan.settings()), "META-INF/microprofile-config.properties");
        server = new LibertyServer("chaos-" + name, war, Tables.url(proxy.port(), name) + driver, "postgres")
                .jvmOptions(List.of(HEAP));
        if (clockIsSet) {
            server.environment(clock.environment());
        }
    }

    String name() {
        return name;
    }

    Proxy network() {
        return proxy;
    }

    void setClock(Duration ahead) throws IOException {
        clock.set(ahead);
    }

    LibertyServer server() {
        return server;
    }

    void start() throws IOException {
        starts++;
        server.start();
        process = ProcessHandle.of(server.pid()).orElse(null);
    }

    /** Tells whether its process has ended by itself. */
    boolean hasDied() {
        return !isAway() && (process == null || !process.isAlive());
    }

    /** Starts it again, once its log is kept, for that begins a new one. */
    void startAgain() throws IOException {
        keepLog();
        start();
    }

    /** Does something to it elsewhere; until that is over, it is away. */
    void leave(Absence what, Executor executor) {
        absence = CompletableFuture.runAsync(
                () -> {
                    try {
                        what.run();
                    } catch (Exception e) {
                        throw new IllegalStateException("node " + name, e);
                    }
                },
                executor);
    }

    boolean isAway() {
        return !absence.isDone();
    }

    /** Waits until it is not away. */
    void awaitReturn() {
        absence.join();
    }

    /** Has it take so many orders from a number on; whether it says that it did. */
    boolean order(int from, int count) {
        try {
            return server.post("/app/orders/" + from + "/" + count).equals("taken");
        } catch (IllegalStateException noAnswer) {
            return false;
        }
    }

    /** Posts an order of another kind; the answer is of no use, for it may get lost. */
    void ask(String path) {
        try {
            server.post("/app/" + path);
        } catch (IllegalStateException noAnswer) {
            // the caller looks
        }
    }

    /** Before it is started again, which begins a new log. */
    void keepLog() throws IOException {
        Files.writeString(logs.resolve(name + "-" + starts + ".log"), server.log());
    }

    /** How many late finishers it has told of, by the logs that were kept. */
    long fenced() throws IOException {
        long sum = 0;
        for (int i = 1; i <= starts; i++) {
            sum += Files.readAllLines(logs.resolve(name + "-" + i + ".log")).stream()
                    .filter(line -> line.contains(FENCED))
                    .count();
        }
        return sum;
    }

    @Override
    public void close() throws IOException {
        server.close();
        proxy.close();
    }
}
