package dev.gork.engine;

import dev.gork.concurrent.RecurringTask;
import dev.gork.concurrent.Threads;
import dev.gork.config.Settings;
import dev.gork.log.SafeLog;
import dev.gork.nodes.NodeConnection;
import dev.gork.nodes.NodeConnection.Beat;
import dev.gork.nodes.NodeIdentity;
import dev.gork.nodes.NodeStore;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Keeps this node alive in the eyes of the others, on a connection of its own. With each heartbeat it writes what the node
 * runs, and reads what is set for its queues; after one that came too late it finds out what the node has lost.
 */
@ApplicationScoped
public class Heartbeat {
    private static final Logger LOG = SafeLog.of(Heartbeat.class);

    /** Into so many a lease is divided at least: a heartbeat may come as late as another one, and claims go on. */
    private static final int BEATS = 3;

    @Inject
    NodeStore store;

    @Inject
    NodeIdentity identity;

    @Inject
    Poller poller;

    @Inject
    LostClaims lost;

    @Inject
    Workload workload;

    @Inject
    Settings settings;

    @Inject
    Threads threads;

    private volatile long lastPrompt;
    private volatile boolean started;
    private volatile boolean stopped;
    private boolean prompt = true;
    private boolean asked;

    /** Whether a heartbeat may have come through whose answer was lost, and with it how long the node had been silent. */
    private boolean unanswered;

    private Duration interval;
    private Duration beatTimeout;
    private RecurringTask task;

    @PostConstruct
    void prepare() {
        interval = interval(settings.heartbeatInterval(), settings.lease());
        beatTimeout = Duration.ofSeconds(Math.max(1, interval.toSeconds()));
        // A lease after an outage, nodes without a heartbeat have expired.
        task = threads.recurring("The heartbeat", interval, this::live).pausingAtMost(interval);
    }

    /** Gives the time between two heartbeats: as it is set, or less where the lease demands it. */
    static Duration interval(Duration set, Duration lease) {
        Duration longest = lease.dividedBy(BEATS);
        return set.compareTo(longest) < 0 ? set : longest;
    }

    /** Says how long after a heartbeat the node claims: what it claims then is not taken for a dead node's at once. */
    static Duration fresh(Duration interval, Duration lease) {
        return lease.minus(interval);
    }

    /**
     * Says how late the heartbeat is.
     *
     * @return zero while it comes through as it should, and where this node runs no jobs
     */
    public Duration late() {
        Duration silence = Duration.ofNanos(System.nanoTime() - lastPrompt);
        boolean usual = silence.compareTo(interval.plus(beatTimeout.multipliedBy(2))) < 0;
        return usual || !started || stopped ? Duration.ZERO : silence;
    }

    void start() {
        lastPrompt = System.nanoTime();
        started = true;
        task.start();
    }

    /** Stops, though the database may be away or hang: then the lease ends the node. */
    void stop(Duration timeout) throws InterruptedException {
        synchronized (this) {
            stopped = true;
            notifyAll();
        }
        task.stop(timeout);
    }

    /** Sends the next heartbeat at once, and reads with it what is set for the queues. */
    synchronized void beatNow() {
        asked = true;
        notifyAll();
    }

    /** Runs until it is stopped, or its connection fails; then the task begins anew. */
    private void live() throws Exception {
        try (NodeConnection line = store.open(beatTimeout)) {
            while (!stopped) {
                liveOn(line);
                task.works();
                pause();
            }
            String last = identity.lastId();
            identity.clear();
            if (last != null) {
                line.remove(last);
            }
        }
    }

    private synchronized void pause() throws InterruptedException {
        if (!stopped && !asked) {
            wait(interval.toMillis());
        }
        asked = false;
    }

    /** Beats under the node's id, or under a new one if the node is dead by now. */
    private void liveOn(NodeConnection line) throws SQLException {
        long start = System.nanoTime();
        boolean waitedFor = identity.id() == null || task.failing() || !prompt;
        String id = identity.lastId();
        if (id == null || !beat(line, id)) {
            if (id != null) {
                die(line, id);
            }
            id = register(line);
            waitedFor = true;
        }
        identity.confirm(id, start + fresh(interval, settings.lease()).toNanos());
        notePromptness(start);
        if (waitedFor) {
            goOn();
        }
    }

    private void notePromptness(long start) {
        long end = System.nanoTime();
        prompt = end - start < beatTimeout.toNanos();
        if (prompt) {
            lastPrompt = end;
        }
    }

    /**
     * Sends a heartbeat.
     *
     * @return whether the node lives on under this id, and has not lost all that it had
     */
    private boolean beat(NodeConnection line, String id) throws SQLException {
        boolean asksAnyway = unanswered;
        unanswered = true;
        long start = System.nanoTime();
        Optional<Beat> beat = line.beat(id, workload.json());
        // Until the answer others may have seen the heartbeat before.
        Duration answering = Duration.ofNanos(System.nanoTime() - start);
        boolean alive = beat.isPresent();
        if (alive) {
            poller.apply(beat.get().overrides());
            Duration silence = beat.get().silence().plus(answering);
            if (asksAnyway || silence.compareTo(settings.lease()) > 0) {
                alive = !lost.compare(() -> line.claims(id));
            }
        }
        unanswered = false;
        return alive;
    }

    private void die(NodeConnection line, String id) throws SQLException {
        LOG.log(Level.WARNING, "Node {0} had expired and its jobs were rescued; it goes on under another id", id);
        identity.clear();
        lost.loseAll();
        line.remove(id);
    }

    private String register(NodeConnection line) throws SQLException {
        String id = identity.newId();
        line.register(id, identity.name(), workload.json());
        line.beat(id, workload.json()).ifPresent(beat -> poller.apply(beat.overrides()));
        LOG.log(Level.INFO, "gork runs jobs as node {0}", id);
        return id;
    }

    /** The node is known under a new id, or fresh again, or the database is back: what has waited for that goes on. */
    private void goOn() {
        poller.databaseIsBack();
        threads.retryNow();
    }
}
