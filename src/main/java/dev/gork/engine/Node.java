package dev.gork.engine;

import dev.gork.concurrent.Pulse;
import dev.gork.concurrent.Threads;
import dev.gork.config.Settings;
import dev.gork.store.NodeControls;
import dev.gork.store.NodeLine;
import dev.gork.store.NodeStore;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** This node: its identity, and its signs of life. */
@ApplicationScoped
class Node {
    private static final Logger LOG = System.getLogger(Node.class.getName());

    /** A statement that takes longer is not coming back by itself. */
    private static final Duration HANGING = Duration.ofMinutes(5);

    /** What the rest of the engine does for it. */
    interface Life {
        /** What it runs now, as JSON, for people who look at the nodes. */
        String workers();

        /** What people set for the queues, as of this sign of life. */
        void controls(NodeControls controls);

        /** It is known under a new id, or fresh again: it may claim. */
        void known();

        /**
         * No sign of life came through for longer than the lease, so others may have taken its jobs; their handlers are
         * interrupted.
         *
         * @return whether all that it had is lost
         */
        boolean lapsed(String id);

        /** It is no more; so are its claims, and their handlers are interrupted. */
        void gone();
    }

    @Inject
    NodeStore store;

    @Inject
    Settings settings;

    @Inject
    Threads threads;

    private final String name = hostName();
    private @Nullable Life engine;
    private volatile @Nullable String id;
    private volatile long lastBeat;
    private volatile long lastTry = System.nanoTime();
    private volatile boolean stopped;
    private boolean asked;
    private Pulse pulse;

    @PostConstruct
    void prepare() {
        // A lease after an outage, whoever has not given a sign of life is taken for dead.
        pulse = new Pulse("The heartbeat", settings.heartbeatInterval(), threads.control(), this::live)
                .pausingAtMost(settings.heartbeatInterval());
    }

    /** Under this id it claims; null until the database knows it, and while its last sign of life is too old. */
    @Nullable
    String id() {
        Duration fresh = settings.lease().minus(settings.heartbeatInterval());
        return System.nanoTime() - lastBeat < fresh.toNanos() ? id : null;
    }

    void start(Life life) {
        engine = life;
        pulse.start();
    }

    /** The application must be able to stop while the database is away, or hangs: then the lease ends it. */
    void stop(Duration patience) throws InterruptedException {
        synchronized (this) {
            stopped = true;
            notifyAll();
        }
        pulse.stop(patience);
    }

    boolean turning() {
        return stopped || System.nanoTime() - lastTry < HANGING.toNanos();
    }

    /** Runs until it is stopped, or its connection fails; then the pulse begins anew. */
    private void live() throws Exception {
        lastTry = System.nanoTime();
        try (NodeLine line = store.open(settings.heartbeatInterval())) {
            while (!stopped) {
                beat(line);
                pulse.works();
                pause();
            }
            String last = id;
            id = null;
            if (last != null) {
                line.remove(last);
            }
        }
    }

    private synchronized void pause() throws InterruptedException {
        if (!stopped && !asked) {
            wait(settings.heartbeatInterval().toMillis());
        }
        asked = false;
    }

    /** Gives its next sign of life at once, and reads with it what people set for the queues. */
    synchronized void lookAtControls() {
        asked = true;
        notifyAll();
    }

    private void beat(NodeLine line) throws SQLException {
        Life life = Objects.requireNonNull(engine);
        long start = System.nanoTime();
        lastTry = start;
        String current = id;
        if (current != null && beat(line, life, current)) {
            boolean lapsed = start - lastBeat > settings.lease().toNanos();
            if (!lapsed || !life.lapsed(current)) {
                boolean wasStale = id() == null;
                lastBeat = start;
                if (wasStale) {
                    life.known();
                }
                return;
            }
        }
        if (current != null) {
            LOG.log(
                    Level.WARNING,
                    "Node {0} was taken for dead and its jobs were put back; it goes on as another",
                    current);
            id = null;
            life.gone();
            line.remove(current);
        }
        String next = name + "-" + UUID.randomUUID();
        line.register(next, name, life.workers());
        beat(line, life, next);
        LOG.log(Level.INFO, "gork runs jobs as node {0}", next);
        id = next;
        lastBeat = start;
        life.known();
    }

    private static boolean beat(NodeLine line, Life life, String id) throws SQLException {
        Optional<NodeControls> controls = line.beat(id, life.workers());
        controls.ifPresent(life::controls);
        return controls.isPresent();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
