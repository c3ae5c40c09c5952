package dev.gork.runner;

import dev.gork.Job;
import dev.gork.attempts.Attempt;
import dev.gork.attempts.RunningJob;
import dev.gork.claims.ClaimStore;
import dev.gork.events.AfterCommit;
import dev.gork.events.CurrentJob;
import dev.gork.handler.Handler;
import dev.gork.outcomes.OutcomeRecorder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.time.Duration;

/**
 * A handler's effects and its job's completion in one transaction: all of them happen, exactly once, or none. If the
 * claim was lost meanwhile, the completion finds no row, and everything rolls back with it.
 */
@ApplicationScoped
class HandlerTransaction {
    /** The handler is interrupted at its timeout; the transaction only has to outlive that. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    @Inject
    UserTransaction transaction;

    @Inject
    Dispatcher dispatcher;

    @Inject
    ClaimStore store;

    @Inject
    AfterCommit afterCommit;

    /**
     * Runs the handler and completes the job.
     *
     * @return true if it is committed; false if the claim was lost and everything was rolled back
     * @throws Exception what the handler throws, everything having been rolled back
     */
    @ActivateRequestContext
    boolean run(Handler handler, Attempt attempt) throws Exception {
        // Until it has ended: entity listeners and others that act at the commit act for the job, too.
        Job before = CurrentJob.begin(attempt.job());
        try {
            begin(attempt);
            return complete(handler, attempt);
        } finally {
            CurrentJob.end(before);
        }
    }

    private void begin(Attempt attempt) throws NotSupportedException, SystemException {
        transaction.setTransactionTimeout(
                (int) Math.min(attempt.time().timeout().plus(MARGIN).toSeconds(), Integer.MAX_VALUE));
        try {
            transaction.begin();
        } finally {
            transaction.setTransactionTimeout(0); // it would stay with the thread, for whatever runs there next
        }
    }

    private boolean complete(Handler handler, Attempt attempt) throws Exception {
        RunningJob job = attempt.job();
        boolean commit = false;
        try {
            dispatcher.dispatch(handler, attempt);
            if (transaction.getStatus() == Status.STATUS_MARKED_ROLLBACK) {
                throw new IllegalStateException(
                        "The transaction of " + job + " was marked for rollback without an exception");
            }
            commit = store.complete(OutcomeRecorder.completed(job), left(attempt));
            afterCommit.run(attempt::commitWasFollowed);
        } finally {
            if (commit) {
                commit(attempt);
            } else {
                rollback();
            }
        }
        return commit;
    }

    /** Whoever has locked the row delays this job alone, and for no longer than its transaction may take. */
    private static Duration left(Attempt attempt) {
        Duration left = attempt.time().left().plus(MARGIN);
        return left.compareTo(ClaimStore.LOCK_WAIT) < 0 ? ClaimStore.LOCK_WAIT : left;
    }

    /** A commit that fails may have been one whose answer was lost: the recorder asks before it says what became of it. */
    private void commit(Attempt attempt) throws Exception {
        try {
            transaction.commit();
        } catch (Exception e) {
            attempt.commitFailed();
            throw e;
        }
    }

    private void rollback() throws SystemException {
        if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
            transaction.rollback();
        }
    }
}
