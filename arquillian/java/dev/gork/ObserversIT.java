package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.PlainSql;
import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nobody waits for an observer, on whichever thread it is called: what keeps a node going least of all. */
@ExtendWith(ArquillianExtension.class)
class ObserversIT {
    @Deployment
    static WebArchive war() {
        return Wars.war("", ObserversIT.class, PlainSql.class);
    }

    @Inject
    JobClient client;

    @Inject
    Observers observers;

    @Inject
    PlainSql sql;

    @ApplicationScoped
    public static class Observers {
        private final CountDownLatch released = new CountDownLatch(1);
        private final Set<String> told = ConcurrentHashMap.newKeySet();
        private final Set<String> interrupted = ConcurrentHashMap.newKeySet();

        void rescued(@Observes @Queue("rescued-slowly") Job job) {}

        void slow(@Observes @Queue("rescued-slowly") JobRescued event) throws InterruptedException {
            told.add(event.id());
            released.await();
        }

        void beside(@Observes @Queue("rescued-beside") Job job) {}

        /** Long enough for a sweep that looks for handlers whose time is up. */
        @Transactional
        @QueueDefaults(timeout = "1s")
        void hanging(@Observes @Queue("told-never") Job job) throws InterruptedException {
            new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
        }

        void hangs(@Observes @Queue("told-never") JobStarted event) {
            hang("started " + event.id());
        }

        void hangs(@Observes @Queue("told-never") JobCompleted event) {
            hang("completed " + event.id());
        }

        private void hang(String what) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.add(what);
            }
        }

        public void release() {
            released.countDown();
        }

        public boolean told(String id) {
            return told.contains(id);
        }

        public Set<String> interrupted() {
            return Set.copyOf(interrupted);
        }
    }

    /** Promise 15: it is the reaper that rescues, one job after the other. */
    @Test
    void aSlowObserverOfARescueKeepsNoOtherJobFromBeingRescued() {
        try {
            leave("slow", "rescued-slowly");
            Wait.until("its observer is called", () -> observers.told("slow"));

            leave("beside", "rescued-beside");

            Wait.until("another is rescued and run", () -> status("beside") == JobStatus.COMPLETED);
            assertThat(client.get("beside").orElseThrow().rescues()).isEqualTo(1);
        } finally {
            observers.release();
        }
    }

    /** A transactional handler's events are told on its own thread: one that never returned would keep the slot. */
    @Test
    void anObserverOnItsHandlersThreadHasTheQueuesTimeoutToo() {
        client.enqueue(List.of(JobRequest.to("told-never").id("hanging")));

        Wait.until(
                "both observers are interrupted",
                () -> observers.interrupted().equals(Set.of("started hanging", "completed hanging")));
        assertThat(client.get("hanging").orElseThrow())
                .as("what the observer of its start took is none of its handler's time")
                .returns(JobStatus.COMPLETED, JobInfo::status)
                .returns(1, JobInfo::attempts);
    }

    private void leave(String id, String queue) {
        sql.run(
                "INSERT INTO jobs (id, queue, status, node, claim, attempts, started_at)"
                        + " VALUES (?1, ?2, 'initialized', 'a node that is gone', 1, 1, CURRENT_TIMESTAMP)",
                id,
                queue);
    }

    private JobStatus status(String id) {
        return client.get(id).orElseThrow().status();
    }
}
