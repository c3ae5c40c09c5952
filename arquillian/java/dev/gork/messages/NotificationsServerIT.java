package dev.gork.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.BulkRequest;
import dev.gork.Job;
import dev.gork.JobClient;
import dev.gork.JobRequest;
import dev.gork.JobStatus;
import dev.gork.Queue;
import dev.gork.bulk.BulkStore;
import dev.gork.bulk.BulkWaiting;
import dev.gork.engine.Workload;
import dev.gork.jobs.JobQueries;
import dev.gork.testing.PlainSql;
import dev.gork.testing.PostgresOnly;
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

/** Promise 12, its other half: nodes wake each other: with an hour between two polls, nothing else could. On PostgreSQL alone, for H2 is one node. */
@PostgresOnly
@ExtendWith(ArquillianExtension.class)
class NotificationsServerIT {
    @Deployment
    static WebArchive war() {
        String settings = "gork.poll-interval=1h\ngork.heartbeat-interval=10m\ngork.lease=1h\n";
        return Wars.war(settings, NotificationsServerIT.class, PlainSql.class, Woken.class);
    }

    @Inject
    Notifications notifications;

    @Inject
    BulkStore bulks;

    @Inject
    Heard heard;

    @Inject
    JobQueries queries;

    @Inject
    JobClient client;

    @Inject
    Workload workload;

    @Inject
    Event<JobRequest> jobs;

    @Inject
    PlainSql sql;

    @ApplicationScoped
    static class Woken {
        void run(@Observes @Queue("woken") Job job) {
            job.result("run");
        }

        void pause(@Observes @Queue("paused") Job job) {}
    }

    @Test
    void whatAnotherNodeTellsOfIsRunAtOnce() {
        sql.run("INSERT INTO jobs (id, queue, status) VALUES ('told', 'woken', 'scheduled')");

        Wait.until("it is run", () -> {
            notifications.send(List.of("another-node queue:woken")); // the listener may still be on its way
            return queries.get("told").orElseThrow().status() == JobStatus.COMPLETED;
        });
    }

    @Test
    void whatAnotherNodePausesIsNotBegunHereUntilItIsResumed() throws Exception {
        sql.run("INSERT INTO gork_queues (name, paused_at) VALUES ('paused', CURRENT_TIMESTAMP)");
        Wait.until("it is known", () -> {
            notifications.send(List.of("another-node overrides")); // the listener may still be on its way
            return workload.slots("paused") == 0;
        });
        sql.run("INSERT INTO jobs (id, queue, status) VALUES ('kept-paused', 'paused', 'scheduled')");
        sql.run("INSERT INTO jobs (id, queue, status) VALUES ('beside', 'woken', 'scheduled')");
        Wait.until("it is run", () -> {
            notifications.send(List.of("another-node queue:paused", "another-node queue:woken"));
            return queries.get("beside").orElseThrow().status() == JobStatus.COMPLETED;
        });
        assertThat(queries.get("kept-paused").orElseThrow().claim()).isZero();

        sql.run("UPDATE gork_queues SET paused_at = NULL WHERE name = 'paused'");
        Wait.until("it is run", () -> {
            notifications.send(List.of("another-node overrides"));
            return queries.get("kept-paused").orElseThrow().status() == JobStatus.COMPLETED;
        });
    }

    @Test
    void othersAreToldOfAPause() throws Exception {
        try (NotificationListener other = notifications.listen()) {
            client.pause("served-elsewhere", null);

            Wait.until(
                    "they are told",
                    () -> other.await(Duration.ofMillis(100)).stream()
                            .anyMatch(message -> message.endsWith(" overrides")));
        }
    }

    @ApplicationScoped
    public static class Heard {
        private volatile boolean elsewhere;

        void waiting(@Observes BulkWaiting event) {
            elsewhere |= event.elsewhere();
        }

        public boolean elsewhere() {
            return elsewhere;
        }
    }

    @Test
    void nodesTellEachOtherOfWhatIsBegunInBulk() throws Exception {
        try (NotificationListener other = notifications.listen()) {
            bulks.start(BulkRequest.of(BulkRequest.Action.CANCEL, List.of("nothing"))
                    .by("someone"));

            Wait.until(
                    "they are told",
                    () -> other.await(Duration.ofMillis(100)).stream().anyMatch(message -> message.endsWith(" bulk")));
        }
        Wait.until("this one hears of it", () -> {
            notifications.send(List.of("another-node bulk"));
            return heard.elsewhere();
        });
    }

    @Test
    void othersAreToldOfWhatIsEnqueuedHere() throws Exception {
        try (NotificationListener other = notifications.listen()) {
            jobs.fire(JobRequest.to("served-elsewhere"));

            Wait.until(
                    "they are told",
                    () -> other.await(Duration.ofMillis(100)).stream()
                            .anyMatch(message -> message.endsWith(" queue:served-elsewhere")));
        }
    }

    @Test
    void whatIsEnqueuedHereIsRunHereAtOnce() {
        jobs.fire(JobRequest.to("woken").id("own"));

        Wait.until("it is run", () -> queries.get("own").orElseThrow().status() == JobStatus.COMPLETED);
    }
}
