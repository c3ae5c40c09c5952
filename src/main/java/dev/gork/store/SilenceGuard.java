package dev.gork.store;

import dev.gork.concurrent.Threads;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Ends what waits for a database that has fallen silent, and cannot be asked to end anything: the connection is closed
 * from here. Not by the driver's own timeout ({@code setNetworkTimeout}): Liberty resets a connection that has one before
 * the pool takes it back, with a statement that is the beginning of a transaction, in which it then waits to be used again.
 * Its now() is the past.
 */
@ApplicationScoped
class SilenceGuard {
    private static final Logger LOG = System.getLogger(SilenceGuard.class.getName());

    @Inject
    Threads threads;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry transaction;

    /** Gives the current transaction, which is the engine's own, this long to end. */
    void watch(Connection connection, Duration patience) {
        try {
            Future<?> end =
                    threads.control().schedule(() -> end(connection), patience.toMillis(), TimeUnit.MILLISECONDS);
            transaction.registerInterposedSynchronization(new Completion(end));
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "The application stops: what still waits is ended with it", e);
        }
    }

    private static void end(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "A silent connection could not be given up", e);
        }
    }

    private record Completion(Future<?> end) implements Synchronization {
        @Override
        public void beforeCompletion() {
            // the commit may be what falls silent
        }

        @Override
        public void afterCompletion(int status) {
            end.cancel(false);
        }
    }
}
