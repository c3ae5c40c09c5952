package dev.gork.store;

import dev.gork.JobEvent;
import dev.gork.Queue;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tells lifecycle events to their observers, with the job's queue as qualifier, never before they are committed. */
@ApplicationScoped
public class LifecycleEvents {
    private static final Logger LOG = System.getLogger(LifecycleEvents.class.getName());

    private static final int MAX_CHANNELS = 10_000;

    @Inject
    BeanManager beans;

    @Inject
    AfterCommit commit;

    /** What no one resolves more than once: observers are all known at deployment. */
    private final Map<Channel, List<ObserverMethod<JobEvent>>> observers = new ConcurrentHashMap<>();

    private record Channel(Class<? extends JobEvent> type, String queue) {}

    /** Fires it once the current transaction has committed, never if it rolls back; at once if there is none. */
    public void afterCommit(JobEvent event) {
        commit.run(() -> fire(event));
    }

    /**
     * Tells every observer now, each by itself: what one throws is logged, and the others are told all the same, for the
     * event has happened whatever it says.
     */
    public void fire(JobEvent event) {
        List<ObserverMethod<JobEvent>> told = observers(event);
        if (!told.isEmpty()) {
            QueueEvent<JobEvent> context = new QueueEvent<>(event, event.getClass(), Queue.Literal.of(event.queue()));
            told.forEach(observer -> tell(observer, context));
        }
    }

    private List<ObserverMethod<JobEvent>> observers(JobEvent event) {
        Channel channel = new Channel(event.getClass(), event.queue());
        List<ObserverMethod<JobEvent>> known = observers.get(channel);
        if (known == null) {
            known = resolve(event);
            if (observers.size() < MAX_CHANNELS) { // a caller may make up queues without end
                observers.put(channel, known);
            }
        }
        return known;
    }

    @SuppressWarnings("unchecked") // whatever it observes, an event is one
    private List<ObserverMethod<JobEvent>> resolve(JobEvent event) {
        return beans.resolveObserverMethods(event, Queue.Literal.of(event.queue())).stream()
                .filter(observer -> !observer.isAsync())
                .map(observer -> (ObserverMethod<JobEvent>) (ObserverMethod<?>) observer)
                .toList();
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
}
