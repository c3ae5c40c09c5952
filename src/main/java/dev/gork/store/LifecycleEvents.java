package dev.gork.store;

import dev.gork.JobEvent;
import dev.gork.Queue;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/** Fires lifecycle events, each with its job's queue as qualifier, and never before what they tell is committed. */
@ApplicationScoped
public class LifecycleEvents {
    private static final Logger LOG = System.getLogger(LifecycleEvents.class.getName());

    @Inject
    @Any
    Event<JobEvent> events;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry transaction;

    /** Fires it once the current transaction has committed, never if it rolls back; at once if there is none. */
    public void afterCommit(JobEvent event) {
        switch (transaction.getTransactionStatus()) {
            case Status.STATUS_NO_TRANSACTION -> fire(event);
            case Status.STATUS_ACTIVE -> pending().add(event);
            default -> LOG.log(Level.DEBUG, "{0} will not happen: its transaction rolls back", event);
        }
    }

    /** Fires it now. What an observer throws is logged, for the event has happened whatever it says. */
    public void fire(JobEvent event) {
        try {
            select(event).fire(event);
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "An observer of " + event.getClass().getSimpleName() + " for job '" + event.id() + "' of queue '"
                            + event.queue() + "' failed; the job is not affected",
                    e);
        }
    }

    @SuppressWarnings("unchecked") // the event's own class
    private Event<JobEvent> select(JobEvent event) {
        return (Event<JobEvent>) events.select(event.getClass(), Queue.Literal.of(event.queue()));
    }

    private List<JobEvent> pending() {
        @SuppressWarnings("unchecked") // put there below, under a key that nobody else has
        List<JobEvent> pending = (List<JobEvent>) transaction.getResource(LifecycleEvents.class);
        if (pending == null) {
            pending = new ArrayList<>();
            transaction.putResource(LifecycleEvents.class, pending);
            transaction.registerInterposedSynchronization(new FireAfterCommit(pending));
        }
        return pending;
    }

    private class FireAfterCommit implements Synchronization {
        private final List<JobEvent> pending;

        FireAfterCommit(List<JobEvent> pending) {
            this.pending = pending;
        }

        @Override
        public void beforeCompletion() {
            // nothing is known yet
        }

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                pending.forEach(LifecycleEvents.this::fire);
            }
        }
    }
}
