package dev.gork.attempts;

import dev.gork.log.SafeLog;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** The transaction that a handler or an observer began and did not end: whatever its thread runs next would be part of it. */
@ApplicationScoped
public class LeftOverTransaction {
    private static final Logger LOG = SafeLog.of(LeftOverTransaction.class);

    @Inject
    UserTransaction transaction;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry registry;

    /**
     * Rolls back what is left on this thread.
     *
     * @return whether there was one
     */
    public boolean rollBack() {
        if (registry.getTransactionStatus() == Status.STATUS_NO_TRANSACTION) {
            return false;
        }
        try {
            if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
                transaction.rollback();
            }
        } catch (SystemException | RuntimeException e) {
            LOG.log(Level.WARNING, "A transaction that was left open could not be rolled back", e);
        }
        return true;
    }
}
