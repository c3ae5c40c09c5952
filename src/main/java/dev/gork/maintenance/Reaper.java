package dev.gork.maintenance;

import dev.gork.config.Settings;
import dev.gork.handler.Handlers;
import dev.gork.store.Database;
import dev.gork.store.JobStore;
import dev.gork.store.NodeStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

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

    private long lastRun = System.nanoTime();
    private long waitUntil = lastRun;

    /** Looks once; how many jobs were put back. */
    int runOnce() {
        database.checkWritable();
        long now = System.nanoTime();
        if (now - lastRun
                > settings.lease().toNanos() / 2 + settings.reaperInterval().toNanos()) {
            // After an outage the living have not given a sign of life for a while either: they have a lease to do so.
            waitUntil = now + settings.lease().toNanos();
        }
        lastRun = now;
        if (now - waitUntil < 0) {
            return 0;
        }
        int rescued = jobs.rescueOrphans(settings.lease());
        for (var queue : handlers.queues().entrySet()) {
            rescued += jobs.rescueOverdue(queue.getKey(), queue.getValue().timeout());
        }
        nodes.forget(REMEMBERED);
        return rescued;
    }
}
