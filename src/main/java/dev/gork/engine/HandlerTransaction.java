package dev.gork.engine;

import dev.gork.handler.Handler;
import dev.gork.store.JobStore;
import dev.gork.store.Outcome;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * A handler's effects and its job's completion in one transaction: all of them happen, exactly once, or none. If the
 * claim was lost meanwhile, the completion finds no row, and everything rolls back with it.
 */
@ApplicationScoped
class HandlerTransaction {
    /** The handler is interrupted at its timeout; the transaction only has to outlive that. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private static final Logger LOG = System.getLogger(HandlerTransaction.class.getName());

    @Inject
    UserTransaction transaction;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry registry;

    @Inject
    Dispatcher dispatcher;

    @Inject
    JobStore store;

    /**
     * Runs the handler and completes the job.
     *
     * @return true if it is committed; false if the claim was lost and everything was rolled back
     * @throws Exception what the handler throws, everything having been rolled back
     */
    boolean run(Handler handler, RunningJob job) throws Exception {
        transaction.setTransactionTimeout(
                (int) Math.min(job.timeout().plus(MARGIN).toSeconds(), Integer.MAX_VALUE));
        try {
            transaction.begin();
        } finally {
            transaction.setTransactionTimeout(0); // it would stay with the thread, for whatever runs there next
        }
        boolean commit = false;
        try {
            dispatcher.dispatch(handler, job);
            if (transaction.getStatus() == Status.STATUS_MARKED_ROLLBACK) {
                throw new IllegalStateException(
                        "The transaction of " + job + " was marked for rollback without an exception");
            }
            commit = store.complete(
                    Outcome.completed(job.info(), job.resultJson()).after(job.ran()));
        } finally {
            if (commit) {
                transaction.commit();
            } else {
                rollback();
            }
        }
        return commit;
    }

    /**
     * Rolls back a transaction that was begun on this thread and not ended: whatever runs here next would be part of it.
     *
     * @return whether there was one
     */
    boolean rollBackLeftOver() {
        if (registry.getTransactionStatus() == Status.STATUS_NO_TRANSACTION) {
            return false;
        }
        try {
            rollback();
        } catch (SystemException | RuntimeException e) {
            LOG.log(Level.WARNING, "A transaction that was left open could not be rolled back", e);
        }
        return true;
    }

    private void rollback() throws SystemException {
        if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
            transaction.rollback();
        }
    }
}
