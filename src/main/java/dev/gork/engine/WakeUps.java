package dev.gork.engine;

import dev.gork.JobEnqueued;
import dev.gork.JobReleased;
import dev.gork.JobRequeued;
import dev.gork.JobRescued;
import dev.gork.concurrent.Pulse;
import dev.gork.concurrent.Threads;
import dev.gork.config.Settings;
import dev.gork.store.BulkWaiting;
import dev.gork.store.ControlsChanged;
import dev.gork.store.Listening;
import dev.gork.store.Notifications;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Wakes pollers when a queue has something to claim: this node's at once, without a query, and the other nodes' by the
 * database's notifications. Those are sent after the commit, outside the caller's transaction, for on PostgreSQL a
 * transaction that notifies holds a lock of the whole database while it commits; and at most every {@link #QUIET} for
 * each queue. Where they do not work, or one is lost, the other nodes find the job when they poll.
 */
@ApplicationScoped
class WakeUps {
    private static final Logger LOG = System.getLogger(WakeUps.class.getName());

    private static final Duration QUIET = Duration.ofMillis(10);

    /** How soon it notices that it is to stop. */
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);

    /** How long its own message may take before it counts as unheard. */
    private static final Duration HEARING = Duration.ofSeconds(5);

    /** In place of a queue: what is set for queues has changed. No queue has an empty name. */
    private static final String CONTROLS = "";

    /** In place of a queue: a bulk action waits to be done. No queue's name is blank. */
    private static final String BULK = " ";

    private static final Duration RETRY_INTERVAL = Duration.ofMinutes(5);

    @Inject
    Notifications notifications;

    @Inject
    Poller poller;

    @Inject
    Node node;

    @Inject
    Event<BulkWaiting> bulk;

    @Inject
    Settings settings;

    @Inject
    Threads threads;

    /** Begins each message, so that a node knows its own. */
    private final String sender = UUID.randomUUID() + " ";

    private final Set<String> pending = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> sent = new HashMap<>();
    private Pulse sending;
    private Pulse listening;
    private volatile boolean stopped;
    private long deafUntil = System.nanoTime();

    @PostConstruct
    void prepare() {
        sending = new Pulse("Waking other nodes", settings.pollInterval(), threads.control(), this::send);
        listening = new Pulse("Listening to other nodes", settings.pollInterval(), threads.control(), this::listen);
    }

    /** Begins to tell others, whether or not this node runs jobs itself. */
    void startSending() {
        if (settings.notifications()) {
            sending.start();
        }
    }

    void startListening() {
        if (settings.notifications()) {
            listening.start();
        }
    }

    void stop(Duration patience) throws InterruptedException {
        stopped = true;
        listening.stop(patience);
        sending.stop(patience);
    }

    void enqueued(@Observes JobEnqueued event) {
        if (event.dueNow()) {
            wake(event.queue());
        }
    }

    void requeued(@Observes JobRequeued event) {
        wake(event.queue());
    }

    void rescued(@Observes JobRescued event) {
        wake(event.queue());
    }

    void released(@Observes JobReleased event) {
        wake(event.queue());
    }

    void changed(@Observes ControlsChanged event) {
        node.lookAtControls();
        tell(CONTROLS);
    }

    /** Whoever starts one may run no jobs, and no such actions either. */
    void begun(@Observes BulkWaiting event) {
        if (!event.elsewhere()) {
            tell(BULK);
        }
    }

    private void wake(String queue) {
        poller.wake(queue);
        tell(queue);
    }

    private void tell(String queue) {
        if (settings.notifications() && pending.add(queue)) {
            sending.wake();
        }
    }

    /** Only ever run by its pulse, one at a time. */
    private void send() throws SQLException {
        long now = System.nanoTime();
        sent.values().removeIf(time -> now - time >= QUIET.toNanos());
        List<String> queues = new ArrayList<>(pending);
        queues.removeAll(sent.keySet());
        if (!queues.isEmpty()) {
            pending.removeAll(queues);
            if (notifications.supported()) {
                notifications.send(queues.stream().map(queue -> sender + queue).toList());
            }
            queues.forEach(queue -> sent.put(queue, now));
        }
        if (!pending.isEmpty()) {
            threads.control().schedule(sending::wake, QUIET.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Runs as long as it hears. */
    private void listen() throws SQLException {
        if (System.nanoTime() - deafUntil < 0) {
            return;
        }
        try (Listening line = notifications.listen()) {
            if (line == null || !hears(line)) {
                polling("the database, or a connection pool before it, does not pass notifications on");
                return;
            }
            LOG.log(Level.DEBUG, "Listening to other nodes");
            listening.works();
            poller.wakeAll();
            hear(line);
        } catch (SQLFeatureNotSupportedException e) {
            polling(String.valueOf(e.getMessage()));
        }
    }

    private void hear(Listening line) throws SQLException {
        long checked = System.nanoTime();
        while (!stopped) {
            for (String message : line.await(PATIENCE)) {
                if (!message.startsWith(sender)) {
                    heard(message.substring(message.indexOf(' ') + 1));
                }
            }
            if (System.nanoTime() - checked > CHECK_INTERVAL.toNanos()) {
                line.check();
                checked = System.nanoTime();
            }
        }
    }

    private void heard(String queue) {
        if (queue.equals(CONTROLS)) {
            node.lookAtControls();
        } else if (queue.equals(BULK)) {
            bulk.fire(new BulkWaiting(true));
        } else {
            poller.wake(queue);
        }
    }

    /** A pool in transaction mode takes LISTEN without complaint, and delivers nothing. */
    private boolean hears(Listening line) throws SQLException {
        notifications.send(List.of(sender));
        long deadline = System.nanoTime() + HEARING.toNanos();
        while (!stopped && System.nanoTime() - deadline < 0) {
            if (line.await(PATIENCE).contains(sender)) {
                return true;
            }
        }
        return stopped;
    }

    private void polling(String reason) {
        LOG.log(Level.INFO, "Jobs that other nodes enqueue are found by polling alone: {0}", reason);
        deafUntil = System.nanoTime() + RETRY_INTERVAL.toNanos();
    }
}
