package dev.gork.engine;

import dev.gork.chores.Chore;
import dev.gork.claims.ClaimStore;
import dev.gork.config.Settings;
import dev.gork.database.Database;
import dev.gork.handler.Handlers;
import dev.gork.nodes.NodeIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/**
 * Rescues the jobs of nodes that are gone, and those that gork's own Go workers left behind. Never this node's own, however
 * old its heartbeat is: it knows best what it runs, and may have been suspended with the whole machine until now.
 */
@ApplicationScoped
class Reaper implements Chore {
    @Inject
    ClaimStore claims;

    @Inject
    NodeIdentity node;

    @Inject
    Database database;

    @Inject
    Handlers handlers;

    @Inject
    Settings settings;

    private boolean tried;
    private boolean looked;
    private long lastRun;
    private long waitUntil;

    @Override
    public String name() {
        return "The reaper";
    }

    @Override
    public Duration interval() {
        return settings.reaperInterval();
    }

    /** Others wait for it once the database is back. */
    @Override
    public Duration longestPause() {
        return settings.reaperInterval();
    }

    @Override
    public void runOnce() {
        long now = System.nanoTime();
        if (!tried) {
            lastRun = now;
            waitUntil = now;
        }
        // Where the very first look failed, the database may have been away for long before this node was started.
        boolean afterOutage = tried && !looked
                || now - lastRun
                        > settings.lease().toNanos() / 2
                                + settings.reaperInterval().toNanos();
        tried = true;
        if (afterOutage || now - waitUntil < 0) {
            // While it fails, the time to wait does not begin. Otherwise what it is about to do would fail by itself.
            database.checkWritable();
        }
        if (afterOutage) {
            // The living could send no heartbeat for a while either: they have a lease to do so.
            waitUntil = now + settings.lease().toNanos();
        }
        if (now - waitUntil >= 0) {
            Map<String, Duration> timeouts = handlers.queues().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, queue -> queue.getValue().timeout()));
            all(() -> claims.rescueOrphans(settings.lease(), node.lastId()));
            all(() -> claims.rescueOverdue(timeouts));
        }
        looked = true;
        lastRun = System.nanoTime();
    }

    /** Each part is a transaction of its own, so that many jobs hold up nobody for long, and what is done is done. */
    private static void all(IntSupplier part) {
        int rescued;
        do {
            rescued = part.getAsInt();
        } while (rescued > 0);
    }
}
