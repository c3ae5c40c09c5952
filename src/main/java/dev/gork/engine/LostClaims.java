package dev.gork.engine;

import dev.gork.attempts.Attempt;
import dev.gork.claims.Claim;
import dev.gork.log.SafeLog;
import dev.gork.outcomes.HeldClaims;
import dev.gork.runner.TimeoutWatcher;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds which claims others have taken from this node, and interrupts the handlers that run under them. */
@ApplicationScoped
class LostClaims {
    private static final Logger LOG = SafeLog.of(LostClaims.class);

    @Inject
    HeldClaims held;

    @Inject
    Poller poller;

    @Inject
    TimeoutWatcher watcher;

    /** Reads the claims that are this node's by the table, on a connection that handlers cannot use up. */
    @FunctionalInterface
    interface Table {
        Set<Claim> claims() throws SQLException;
    }

    /**
     * Compares what this node runs with the table, after no heartbeat may have come through for longer than the lease.
     *
     * @return whether all that it had is lost
     */
    boolean compare(Table table) throws SQLException {
        Set<Claim> lost = held.all(); // before the table is read, or what is claimed in between would count as lost
        Set<Claim> own = table.claims();
        lost.removeAll(own);
        // What has ended only waits for its outcome to be written, if it has not been; that is fenced.
        lost.retainAll(poller.queues().stream()
                .flatMap(workers -> workers.claims().stream())
                .collect(Collectors.toSet()));
        lose(lost);
        return !lost.isEmpty() && own.isEmpty();
    }

    /** Counts all claims as lost: they were this node's under an id that it has no longer. */
    void loseAll() {
        lose(held.all());
    }

    /** Whoever has them now must not be disturbed by what their handlers do here. */
    private void lose(Set<Claim> claims) {
        if (!claims.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "{0} claims were lost: no heartbeat reached the database within the lease",
                    claims.size());
            held.removeAll(claims);
            poller.queues().forEach(QueueWorkers::releaseUnbegun);
            watcher.running().stream()
                    .filter(attempt -> attempt.runsUnder(claims))
                    .forEach(attempt -> attempt.interrupt(Attempt.Interruption.CLAIM_LOST));
        }
    }
}
