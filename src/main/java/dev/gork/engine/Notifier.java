package dev.gork.engine;

import dev.gork.JobEnqueued;
import dev.gork.JobReleased;
import dev.gork.JobRequeued;
import dev.gork.JobRescued;
import dev.gork.bulk.BulkWaiting;
import dev.gork.concurrent.RecurringTask;
import dev.gork.concurrent.Threads;
import dev.gork.config.Settings;
import dev.gork.events.NeedsNoRequest;
import dev.gork.log.SafeLog;
import dev.gork.messages.NotificationListener;
import dev.gork.messages.Notifications;
import dev.gork.outcomes.ClaimsReturned;
import dev.gork.queues.OverridesChanged;
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
@NeedsNoRequest
@ApplicationScoped
class Notifier {
    private static final Logger LOG = SafeLog.of(Notifier.class);

    private static final Duration QUIET = Duration.ofMillis(10);

    /** How long the listener waits at a time; bounds how long a stop takes. */
    private static final Duration STEP = Duration.ofMillis(300);

    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);

    /** How long its own message may take before it counts as unheard. */
    private static final Duration HEARING = Duration.ofSeconds(5);

    private static final Duration RETRY_INTERVAL = Duration.ofMinutes(5);

    @Inject
    Notifications notifications;

    @Inject
    Poller poller;

    @Inject
    Heartbeat heartbeat;

    @Inject
    Event<BulkWaiting> bulk;

    @Inject
    Settings settings;

    @Inject
    Threads threads;

    /** Begins each message, so that a node knows its own. */
    private final String sender = UUID.randomUUID() + " ";

    private final Set<NodeMessage> pending = ConcurrentHashMap.newKeySet();
    private final Map<NodeMessage, Long> sent = new HashMap<>();
    private RecurringTask sending;
    private RecurringTask listening;
    private volatile boolean stopped;
    private long deafUntil = System.nanoTime();

    @PostConstruct
    void prepare() {
        sending = threads.recurring("Waking other nodes", settings.pollInterval(), this::send);
        listening = threads.recurring("Listening to other nodes", settings.pollInterval(), this::listen);
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

    void stop(Duration timeout) throws InterruptedException {
        stopped = true;
        listening.stop(timeout);
        sending.stop(timeout);
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

    void returned(@Observes ClaimsReturned event) {
        event.queues().forEach(this::wake);
    }

    void changed(@Observes OverridesChanged event) {
        heartbeat.beatNow();
        tell(NodeMessage.OVERRIDES);
    }

    /** Whoever starts one may run no jobs, and no such actions either. */
    void begun(@Observes BulkWaiting event) {
        if (!event.elsewhere()) {
            tell(NodeMessage.BULK);
        }
    }

    private void wake(String queue) {
        poller.wake(queue);
        tell(NodeMessage.queue(queue));
    }

    private void tell(NodeMessage message) {
        if (settings.notifications() && pending.add(message)) {
            sending.wake();
        }
    }

    /** Only ever run by its task, one at a time. */
    private void send() throws SQLException {
        long now = System.nanoTime();
        sent.values().removeIf(time -> now - time >= QUIET.toNanos());
        List<NodeMessage> due = new ArrayList<>(pending);
        due.removeAll(sent.keySet());
        if (!due.isEmpty()) {
            pending.removeAll(due);
            if (notifications.supported()) {
                notifications.send(due.stream().map(this::signed).toList());
            }
            due.forEach(message -> sent.put(message, now));
        }
        if (!pending.isEmpty()) {
            threads.engineExecutor().schedule(sending::wake, QUIET.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Runs as long as it hears. */
    private void listen() throws SQLException {
        if (System.nanoTime() - deafUntil < 0) {
            return;
        }
        try (NotificationListener listener = notifications.listen()) {
            if (listener == null || !hears(listener)) {
                polling("the database, or a connection pool before it, does not pass notifications on");
                return;
            }
            LOG.log(Level.DEBUG, "Listening to other nodes");
            poller.wakeAll();
            hear(listener);
        } catch (SQLFeatureNotSupportedException e) {
            polling(String.valueOf(e.getMessage()));
        }
    }

    private void hear(NotificationListener listener) throws SQLException {
        long checked = System.nanoTime();
        while (!stopped) {
            for (String message : listener.await(STEP)) {
                if (!message.startsWith(sender)) {
                    NodeMessage.parse(message.substring(message.indexOf(' ') + 1))
                            .ifPresent(this::heard);
                }
            }
            listening.works();
            if (System.nanoTime() - checked > CHECK_INTERVAL.toNanos()) {
                listener.check();
                checked = System.nanoTime();
            }
        }
    }

    private void heard(NodeMessage message) {
        switch (message.kind()) {
            case QUEUE -> poller.wake(message.about());
            case OVERRIDES -> heartbeat.beatNow();
            case BULK -> bulk.fire(new BulkWaiting(true));
            case ECHO -> {} // another node's, which waits for it
        }
    }

    private String signed(NodeMessage message) {
        return sender + message.text();
    }

    /** A pool in transaction mode takes LISTEN without complaint, and delivers nothing. */
    private boolean hears(NotificationListener listener) throws SQLException {
        String echo = signed(NodeMessage.ECHO);
        notifications.send(List.of(echo));
        long deadline = System.nanoTime() + HEARING.toNanos();
        while (!stopped && System.nanoTime() - deadline < 0) {
            if (listener.await(STEP).contains(echo)) {
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
