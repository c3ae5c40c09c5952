package dev.gork.events;

import dev.gork.JobEvent;
import dev.gork.Queue;
import dev.gork.concurrent.ThreadState;
import dev.gork.log.SafeLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Fires lifecycle events, with the job's queue as qualifier. */
@ApplicationScoped
public class LifecycleEvents {
    private static final Logger LOG = SafeLog.of(LifecycleEvents.class);

    private static final int MAX_CHANNELS = 10_000;

    @Inject
    BeanManager beans;

    @Inject
    RequestContext requests;

    /** What no one resolves more than once: observers are all known at deployment. */
    private final Map<Channel, Observers> observers = new ConcurrentHashMap<>();

    private record Channel(Class<? extends JobEvent> type, String queue) {}

    /**
     * Who is told of an event.
     *
     * @param own gork itself
     * @param others the application
     */
    private record Observers(List<ObserverMethod<JobEvent>> own, List<ObserverMethod<JobEvent>> others) {
        boolean none() {
            return own.isEmpty() && others.isEmpty();
        }
    }

    /** Those of these events that somebody observes: of most, nobody does, and they need not wait for a thread. */
    public List<JobEvent> observed(Collection<? extends JobEvent> each) {
        List<JobEvent> observed = new ArrayList<>();
        for (JobEvent event : each) {
            if (!observers(event).none()) {
                observed.add(event);
            }
        }
        return observed;
    }

    /**
     * Tells every observer now, each by itself: what one throws is logged, and the others are told all the same, for the
     * event has happened whatever it says. The application's are told within a request context, for CDI would leave out
     * request scoped ones without, and leave the thread as it was.
     */
    public void fire(JobEvent event) {
        Observers told = observers(event);
        if (told.none()) {
            return;
        }
        QualifiedEvent<JobEvent> context =
                new QualifiedEvent<>(event, event.getClass(), Queue.Literal.of(event.queue()));
        told.own().forEach(observer -> tell(observer, context));
        if (!told.others().isEmpty()) {
            requests.run(() -> told.others().forEach(observer -> tell(observer, context)));
        }
    }

    private Observers observers(JobEvent event) {
        Channel channel = new Channel(event.getClass(), event.queue());
        Observers known = observers.get(channel);
        if (known == null) {
            known = resolve(event);
            if (observers.size() < MAX_CHANNELS) { // a caller may make up queues without end
                observers.put(channel, known);
            }
        }
        return known;
    }

    @SuppressWarnings("unchecked") // whatever it observes, an event is one
    private Observers resolve(JobEvent event) {
        List<ObserverMethod<JobEvent>> all =
                beans.resolveObserverMethods(event, Queue.Literal.of(event.queue())).stream()
                        .filter(observer -> !observer.isAsync())
                        .map(observer -> (ObserverMethod<JobEvent>) (ObserverMethod<?>) observer)
                        .toList();
        return new Observers(
                all.stream().filter(LifecycleEvents::isOwn).toList(),
                all.stream().filter(observer -> !isOwn(observer)).toList());
    }

    private static boolean isOwn(ObserverMethod<?> observer) {
        return observer.getBeanClass().isAnnotationPresent(NeedsNoRequest.class);
    }

    private static void tell(ObserverMethod<JobEvent> observer, QualifiedEvent<JobEvent> context) {
        ThreadState before = ThreadState.capture();
        try {
            observer.notify(context);
        } catch (Throwable e) {
            JobEvent event = context.event();
            LOG.log(
                    Level.WARNING,
                    "An observer in " + observer.getBeanClass().getName() + " failed on "
                            + event.getClass().getSimpleName() + " of job '" + event.id() + "', queue '"
                            + event.queue() + "'; the job is not affected",
                    e);
        } finally {
            before.restore();
        }
    }
}
