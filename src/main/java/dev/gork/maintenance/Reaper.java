package dev.gork.maintenance;

import dev.gork.config.Settings;
import dev.gork.handler.Handlers;
import dev.gork.store.Database;
import dev.gork.store.JobStore;
import dev.gork.store.NodeStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Puts back the jobs of nodes that are gone, and those that gork's own Go workers left behind. */
@ApplicationScoped
class Reaper {
    /** A node that is gone is shown to people for this long. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    @Inject
    JobStore jobs;

    @Inject
    NodeStore nodes;

    @Inject
    Database database;

    @Inject
    Handlers handlers;

    @Inject
    Settings settings;

    private boolean tried;
    private boolean looked;
    private long lastRun = System.nanoTime();
    private long waitUntil = lastRun;

    /** Looks once; how many jobs were put back. */
    int runOnce() {
        long now = System.nanoTime();
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
            // The living have not given a sign of life for a while either: they have a lease to do so.
            waitUntil = now + settings.lease().toNanos();
        }
        int rescued = 0;
        if (now - waitUntil >= 0) {
            rescued = jobs.rescueOrphans(settings.lease())
                    + jobs.rescueOverdue(handlers.queues().entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, queue -> queue.getValue().timeout())));
        }
        looked = true;
        lastRun = now;
        return rescued;
    }

    /** Takes out nodes that have been gone for long; how many. */
    int forgetNodes() {
        return nodes.forget(REMEMBERED);
    }
}
