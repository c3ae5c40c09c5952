package dev.gork.engine;

import dev.gork.concurrent.Pulse;
import dev.gork.concurrent.Threads;
import dev.gork.config.Settings;
import dev.gork.store.NodeStore;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** This node: an identity that is new at every start, and its signs of life. */
@ApplicationScoped
class Node {
    private static final Logger LOG = System.getLogger(Node.class.getName());

    @Inject
    NodeStore store;

    @Inject
    Settings settings;

    @Inject
    Threads threads;

    private final String name = hostName();
    private Collection<String> queues = List.of();
    private Runnable whenKnown = () -> {};
    private volatile @Nullable String id;
    private volatile long lastBeat;
    private Pulse pulse;

    @PostConstruct
    void prepare() {
        pulse = new Pulse("The heartbeat", settings.heartbeatInterval(), threads.control(), this::beat);
    }

    /** Under this id it claims; null until the database knows it, and while its last sign of life is too old. */
    @Nullable
    String id() {
        Duration fresh = settings.lease().minus(settings.heartbeatInterval());
        return System.nanoTime() - lastBeat < fresh.toNanos() ? id : null;
    }

    void start(Collection<String> servedQueues, Runnable known) {
        queues = servedQueues;
        whenKnown = known;
        pulse.start();
    }

    void stop(Duration patience) throws InterruptedException {
        pulse.stop(patience);
        String last = id;
        id = null;
        if (last != null) {
            sayGoodbye(last, patience);
        }
    }

    boolean turning() {
        return pulse.turning();
    }

    /** The application must be able to stop while the database is away, or hangs. */
    private void sayGoodbye(String last, Duration patience) throws InterruptedException {
        try {
            threads.control().submit(() -> store.remove(last)).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(Level.WARNING, "Node " + last + " could not be taken out; it counts as gone after its lease", e);
        }
    }

    private void beat() {
        long start = System.nanoTime();
        String current = id;
        if (current != null && store.heartbeat(current)) {
            boolean wasStale = id() == null;
            lastBeat = start;
            if (wasStale) {
                whenKnown.run();
            }
            return;
        }
        if (current != null) {
            LOG.log(
                    Level.WARNING,
                    "Node {0} was taken for dead and its jobs were put back; it goes on as another",
                    current);
        }
        id = null;
        String next = name + "-" + UUID.randomUUID();
        store.register(next, name, queues);
        LOG.log(Level.INFO, "gork runs jobs as node {0}", next);
        id = next;
        lastBeat = start;
        whenKnown.run();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
