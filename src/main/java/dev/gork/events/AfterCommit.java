package dev.gork.events;

import dev.gork.log.SafeLog;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/** What is only true once the current transaction has committed. */
@ApplicationScoped
public class AfterCommit {
    private static final Logger LOG = SafeLog.of(AfterCommit.class);

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry transaction;

    /** Runs it, which must not fail, once the current transaction has committed, never if it rolls back; at once if there is none. */
    public void run(Runnable action) {
        switch (transaction.getTransactionStatus()) {
            case Status.STATUS_NO_TRANSACTION -> action.run();
            case Status.STATUS_ACTIVE -> pending().add(action);
            default -> LOG.log(Level.DEBUG, "What was to follow a commit does not: the transaction rolls back");
        }
    }

    private List<Runnable> pending() {
        @SuppressWarnings("unchecked") // put there below, under a key that nobody else has
        List<Runnable> pending = (List<Runnable>) transaction.getResource(AfterCommit.class);
        if (pending == null) {
            pending = new ArrayList<>();
            transaction.putResource(AfterCommit.class, pending);
            transaction.registerInterposedSynchronization(new Completion(pending));
        }
        return pending;
    }

    private record Completion(List<Runnable> pending) implements Synchronization {
        @Override
        public void beforeCompletion() {
            // nothing is known yet
        }

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                pending.forEach(Completion::runByItself);
            }
        }

        /** What one throws, an Error included, must not keep the others from what has been committed. */
        private static void runByItself(Runnable action) {
            try {
                action.run();
            } catch (Throwable e) {
                LOG.log(Level.ERROR, "What follows a commit failed; the rest is done all the same", e);
            }
        }
    }
}
