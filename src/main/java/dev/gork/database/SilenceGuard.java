package dev.gork.database;

import dev.gork.concurrent.Threads;
import dev.gork.log.SafeLog;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
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
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Aborts connections to a database that no longer answers, so that no thread waits for ever. Not by the driver's own timeout ({@code setNetworkTimeout}): Liberty resets a connection that has one before
 * the pool takes it back, with a statement that is the beginning of a transaction, in which it then waits to be used again.
 * Its now() is the past.
 */
@ApplicationScoped
class SilenceGuard {
    private static final Logger LOG = SafeLog.of(SilenceGuard.class);

    @Inject
    Threads threads;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry transaction;

    @Resource(name = "gork/EngineDataSource", lookup = "java:comp/env/gork/DataSource")
    DataSource dataSource;

    /**
     * Gives the current transaction, which is the engine's own, this long to end, its commit included.
     *
     * @param what does it, for the log
     */
    void watch(String what, Duration timeout) {
        try {
            Watched watched = new Watched(what, timeout, dataSource.getConnection());
            transaction.registerInterposedSynchronization(watched);
            watched.end = threads.engineExecutor().schedule(watched::giveUp, timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "The application stops: what still waits is ended with it", e);
        } catch (SQLException e) {
            throw new PersistenceException(what + " got no connection: " + e.getMessage(), e);
        }
    }

    /**
     * One transaction. It has a handle of its own to the transaction's connection, for JPA closes the one that it works
     * with before the commit, and to abort a closed handle does nothing: a commit that hangs would hang for ever.
     */
    private static final class Watched implements Synchronization {
        private final String what;
        private final Duration timeout;
        private final Connection connection;
        private volatile @Nullable Future<?> end;
        private boolean ended;

        Watched(String what, Duration timeout, Connection connection) {
            this.what = what;
            this.timeout = timeout;
            this.connection = connection;
        }

        /** Never once it has ended: the connection may be somebody else's by then. */
        synchronized void giveUp() {
            if (ended) {
                return;
            }
            LOG.log(
                    Level.WARNING,
                    "{0} has waited for the database for {1} s, and gives up its connection. It tries again, on another"
                            + " one. A commit may wait for a synchronous standby that is gone",
                    what,
                    timeout.toSeconds());
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.log(Level.WARNING, "A silent connection could not be given up", e);
            }
        }

        @Override
        public void beforeCompletion() {
            // the commit may be what falls silent
        }

        @Override
        public void afterCompletion(int status) {
            Future<?> pending = end;
            if (pending != null) {
                pending.cancel(false);
            }
            close();
        }

        private synchronized void close() {
            ended = true;
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.log(Level.DEBUG, "A connection that was given up could not be closed", e);
            }
        }
    }
}
