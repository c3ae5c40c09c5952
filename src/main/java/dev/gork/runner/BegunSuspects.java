package dev.gork.runner;

import dev.gork.log.SafeLog;
import dev.gork.nodes.NodeIdentity;
import dev.gork.nodes.NodeStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The suspects whose handlers this node has called, in its row: if the node dies, it was one of them, or none. */
@ApplicationScoped
class BegunSuspects {
    private static final Logger LOG = SafeLog.of(BegunSuspects.class);

    @Inject
    NodeStore nodes;

    @Inject
    NodeIdentity identity;

    private final Set<String> jobs = new LinkedHashSet<>();

    /** Writes that it begins; false if that could not be written, so that it must not begin. */
    synchronized boolean begin(String job) {
        jobs.add(job);
        boolean written = write(identity.id());
        if (!written) {
            jobs.remove(job);
        }
        return written;
    }

    /** Writes that it has ended. */
    synchronized void end(String job) {
        jobs.remove(job);
        write(identity.lastId());
    }

    /** Under the id that the node has by now: the row of an earlier one is deleted. */
    private boolean write(@Nullable String node) {
        try {
            return node != null && nodes.suspects(node, jobs);
        } catch (RuntimeException e) { // the database is away, so no outcome is written now either
            LOG.log(Level.WARNING, "Which suspects node " + node + " runs could not be written: " + jobs, e);
            return false;
        }
    }
}
