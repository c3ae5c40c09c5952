package dev.gork.store;

import dev.gork.JobEvent;
import dev.gork.Queue;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/** Tells lifecycle events to their observers, with the job's queue as qualifier, never before they are committed. */
@ApplicationScoped
public class LifecycleEvents {
    private static final Logger LOG = System.getLogger(LifecycleEvents.class.getName());

    @Inject
    BeanManager beans;

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

    /**
     * Tells every observer now, each by itself: what one throws is logged, and the others are told all the same, for the
     * event has happened whatever it says.
     */
    @SuppressWarnings("unchecked") // whatever it observes, an event is one
    public void fire(JobEvent event) {
        Queue queue = Queue.Literal.of(event.queue());
        QueueEvent<JobEvent> context = new QueueEvent<>(event, event.getClass(), queue);
        for (ObserverMethod<? super JobEvent> observer : beans.resolveObserverMethods(event, queue)) {
            if (!observer.isAsync()) {
                tell((ObserverMethod<JobEvent>) observer, context);
            }
        }
    }

    private static void tell(ObserverMethod<JobEvent> observer, QueueEvent<JobEvent> context) {
        try {
            observer.notify(context);
        } catch (Exception e) {
            JobEvent event = context.event();
            LOG.log(
                    Level.WARNING,
                    "An observer in " + observer.getBeanClass().getName() + " failed on "
                            + event.getClass().getSimpleName() + " of job '" + event.id() + "', queue '"
                            + event.queue() + "'; the job is not affected",
                    e);
        }
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
