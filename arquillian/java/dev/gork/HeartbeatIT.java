package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.PlainSql;
import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Promise 7: whether a node lives is up to its heartbeats, by the database's clock alone. */
@ExtendWith(ArquillianExtension.class)
class HeartbeatIT {
    @Deployment
    static WebArchive war() {
        return Wars.war(
                "gork.heartbeat-interval=200ms\ngork.reaper-interval=100ms\ngork.lease=1m\n",
                HeartbeatIT.class,
                PlainSql.class);
    }

    @Inject
    Event<JobRequest> jobs;

    @Inject
    JobClient client;

    @Inject
    PlainSql sql;

    @Inject
    Endless endless;

    @ApplicationScoped
    public static class Endless {
        private final Set<String> begun = ConcurrentHashMap.newKeySet();
        private final Set<String> fenced = ConcurrentHashMap.newKeySet();

        /** Ends in its first attempt only when it is interrupted. */
        @QueueDefaults(timeout = "1h")
        void run(@Observes @Queue("endless") Job job) throws InterruptedException {
            begun.add(job.id());
            if (job.attempt() == 1) {
                new CountDownLatch(1).await();
            }
        }

        void lost(@Observes JobFenced event) {
            fenced.add(event.id());
        }

        Set<String> begun() {
            return begun;
        }

        Set<String> fenced() {
            return fenced;
        }
    }

    /** A machine that was suspended as a whole: its own clock stood still, the database's went on, and others took its jobs. */
    @Test
    void whatANodeLostWhileItsClockStoodStillIsNoticed() {
        jobs.fire(JobRequest.to("endless").id("suspended"));
        jobs.fire(JobRequest.to("endless").id("kept"));
        Wait.until("they run", () -> endless.begun().containsAll(Set.of("suspended", "kept")));

        sql.run("UPDATE jobs SET claim = claim + 1, attempts = attempts + 1, node = 'another'"
                + " WHERE id = 'suspended' AND status = 'initialized'");
        sql.run("UPDATE gork_nodes SET last_seen_at = last_seen_at - INTERVAL '2' HOUR");

        Wait.until("the handler is interrupted", () -> endless.fenced().contains("suspended"));
        Wait.until(
                "what is another's by then has its outcome from there",
                () -> client.get("suspended").orElseThrow().status() == JobStatus.COMPLETED);
        assertThat(endless.fenced()).containsExactly("suspended");
    }
}
