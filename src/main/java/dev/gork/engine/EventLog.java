package dev.gork.engine;

import dev.gork.JobEvent;
import dev.gork.JobFailed;
import dev.gork.JobFenced;
import dev.gork.JobReleased;
import dev.gork.JobRescued;
import dev.gork.JobRetried;
import dev.gork.events.NeedsNoRequest;
import dev.gork.log.SafeLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** The log of what happens to jobs; under this class's name, so that one logger setting turns it up or down. */
@NeedsNoRequest
@ApplicationScoped
class EventLog {
    private static final Logger LOG = SafeLog.of(EventLog.class);

    void failed(@Observes JobFailed event) {
        log(Level.ERROR, event, "failed for good: " + firstLine(event.error()));
    }

    void retried(@Observes JobRetried event) {
        log(
                Level.WARNING,
                event,
                "failed in attempt " + event.attempt() + ", is tried again in "
                        + event.delay().toMillis() + " ms: " + firstLine(event.error()));
    }

    void rescued(@Observes JobRescued event) {
        log(Level.WARNING, event, "was rescued, its node has expired; that was its rescue " + event.rescues());
    }

    void released(@Observes JobReleased event) {
        log(Level.INFO, event, "was released, because this node stops");
    }

    void fenced(@Observes JobFenced event) {
        log(
                Level.WARNING,
                event,
                "ended in attempt " + event.attempt() + " after its claim " + event.claim()
                        + " was lost; its outcome changed nothing");
    }

    private static void log(Level level, JobEvent event, String what) {
        LOG.log(level, () -> "Job '" + event.id() + "' of queue '" + event.queue() + "' " + what);
    }

    private static String firstLine(String error) {
        return error.lines().findFirst().orElse("");
    }
}
