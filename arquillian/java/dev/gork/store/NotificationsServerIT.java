package dev.gork.store;

import dev.gork.Job;
import dev.gork.JobRequest;
import dev.gork.JobStatus;
import dev.gork.Queue;
import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nodes wake each other: with an hour between two polls, nothing else could. On PostgreSQL alone, for H2 is one node. */
@ExtendWith(ArquillianExtension.class)
class NotificationsServerIT {
    @Deployment
    static WebArchive war() {
        return Wars.war("gork.poll-interval=1h", NotificationsServerIT.class, Sql.class, Woken.class);
    }

    @Inject
    Notifications notifications;

    @Inject
    JobQueries queries;

    @Inject
    Event<JobRequest> jobs;

    @Inject
    Sql sql;

    @ApplicationScoped
    static class Woken {
        void run(@Observes @Queue("woken") Job job) {
            job.result("run");
        }
    }

    @Test
    void whatAnotherNodeTellsOfIsRunAtOnce() {
        sql.run("INSERT INTO jobs (id, queue, status) VALUES ('told', 'woken', 'scheduled')");

        Wait.until("it is run", () -> {
            notifications.send(List.of("another-node woken")); // the listener may still be on its way
            return queries.get("told").orElseThrow().status() == JobStatus.COMPLETED;
        });
    }

    @Test
    void othersAreToldOfWhatIsEnqueuedHere() throws Exception {
        try (Listening other = notifications.listen()) {
            jobs.fire(JobRequest.to("served-elsewhere"));

            Wait.until(
                    "they are told",
                    () -> other.await(Duration.ofMillis(100)).stream()
                            .anyMatch(message -> message.endsWith(" served-elsewhere")));
        }
    }

    @Test
    void whatIsEnqueuedHereIsRunHereAtOnce() {
        jobs.fire(JobRequest.to("woken").id("own"));

        Wait.until("it is run", () -> queries.get("own").orElseThrow().status() == JobStatus.COMPLETED);
    }
}
