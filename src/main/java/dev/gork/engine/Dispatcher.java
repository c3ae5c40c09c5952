package dev.gork.engine;

import dev.gork.Job;
import dev.gork.JobFailed;
import dev.gork.Queue;
import dev.gork.handler.Handler;
import dev.gork.store.CausingJob;
import dev.gork.store.LifecycleEvents;
import dev.gork.store.QueueEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.ObserverException;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.inject.Inject;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Calls the handler of a job, in a request context of its own. */
@ApplicationScoped
class Dispatcher {
    @Inject
    Event<Job> jobs;

    /** A selected event knows its observers, once it has been fired; a new one would look for them anew. */
    private final Map<String, Event<Job>> byQueue = new ConcurrentHashMap<>();

    @Inject
    LifecycleEvents events;

    @Inject
    Watchdog watchdog;

    /**
     * Calls the handler, which is interrupted once its time is up.
     *
     * @throws JobTimeoutException if it took longer than its timeout, however it ended
     * @throws Exception what the handler throws, out of CDI's wrapping
     */
    @ActivateRequestContext
    void dispatch(Handler handler, RunningJob job) throws Exception {
        CausingJob.begin(job);
        Exception thrown = null;
        watchdog.watch(job);
        try {
            call(handler, job);
        } catch (Exception e) {
            thrown = e;
        } finally {
            // From here on no interrupt can hit what the thread does next, such as the commit.
            watchdog.unwatch(job);
            CausingJob.end();
        }
        if (job.interruption() == RunningJob.Interruption.TIMEOUT) {
            throw new JobTimeoutException(job, thrown);
        }
        if (thrown != null) {
            throw thrown;
        }
    }

    private void call(Handler handler, RunningJob job) throws Exception {
        try {
            if (handler.payload() == null) {
                byQueue.computeIfAbsent(job.queue(), queue -> jobs.select(Queue.Literal.of(queue)))
                        .fire(job);
            } else {
                notify(handler, handler.payload(), job);
            }
        } catch (ObserverException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** Tells a failed job's observers, who may take their time and ask for the job as its handler does. */
    @ActivateRequestContext
    void tellFailure(JobFailed failure) {
        CausingJob.begin(failure.job());
        try {
            events.fire(failure);
        } finally {
            CausingJob.end();
        }
    }

    /** Its own method alone: fired, the arguments would also reach every unqualified observer of their type. */
    private static void notify(Handler handler, Type type, RunningJob job) throws Exception {
        @SuppressWarnings("unchecked") // its observed type is the payload's
        ObserverMethod<Object> method = (ObserverMethod<Object>) handler.method();
        Object payload = job.arguments(type);
        method.notify(new QueueEvent<>(payload, type, Queue.Literal.of(job.queue())));
    }
}
