package dev.gork.runner;

import dev.gork.Job;
import dev.gork.Queue;
import dev.gork.attempts.Attempt;
import dev.gork.attempts.JobTimeoutException;
import dev.gork.attempts.RunningJob;
import dev.gork.events.CurrentJob;
import dev.gork.events.QualifiedEvent;
import dev.gork.handler.Handler;
import dev.gork.outcomes.HeldClaims;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.ObserverException;
import jakarta.inject.Inject;
import java.lang.reflect.Type;

/** Calls the handler of a job, in a request context of its own. */
@ApplicationScoped
class Dispatcher {
    @Inject
    TimeoutWatcher watcher;

    @Inject
    HeldClaims held;

    /**
     * Calls the handler, which is interrupted once its time is up.
     *
     * @throws JobTimeoutException if it took longer than its timeout, however it ended
     * @throws Exception what the handler throws, out of CDI's wrapping
     */
    @ActivateRequestContext
    void dispatch(Handler handler, Attempt attempt) throws Exception {
        Job before = CurrentJob.begin(attempt.job());
        Exception thrown = null;
        watcher.watch(attempt);
        try {
            refuseTooLate(attempt);
            call(handler, attempt.job());
        } catch (Exception e) {
            thrown = e;
        } finally {
            // From here on no interrupt can hit what the thread does next, such as the commit.
            watcher.unwatch(attempt);
            CurrentJob.end(before);
        }
        if (attempt.interruption() == Attempt.Interruption.TIMEOUT) {
            throw new JobTimeoutException(attempt, thrown);
        }
        if (thrown != null) {
            throw thrown;
        }
    }

    /** Its claim may have been lost, or the node have begun to stop, while the observers of its start were called. */
    private void refuseTooLate(Attempt attempt) {
        if (!held.hasAllOf(attempt)) {
            attempt.interrupt(Attempt.Interruption.CLAIM_LOST);
        }
        if (attempt.interruption() != Attempt.Interruption.NONE) {
            throw new IllegalStateException("The handler of " + attempt + " was not called: " + attempt.interruption());
        }
    }

    /** Its own method alone: fired, a job and its arguments would also reach every unqualified observer of their type. */
    private static void call(Handler handler, RunningJob job) throws Exception {
        Type type = handler.payload() == null ? Job.class : handler.payload();
        Object event = handler.payload() == null ? job : job.arguments(type);
        try {
            handler.method().call(new QualifiedEvent<>(event, type, Queue.Literal.of(job.queue())));
        } catch (ObserverException e) {
            throw unwrapped(e);
        }
    }

    /** Wrapped twice, where another extension has configured the method. */
    private static Exception unwrapped(ObserverException wrapped) {
        Exception e = wrapped;
        while (e instanceof ObserverException && e.getCause() instanceof Exception cause) {
            e = cause;
        }
        return e;
    }
}
