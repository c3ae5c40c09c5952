package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.PlainSql;
import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Promise 5: what may be killing its nodes is run beside few of its kind, and then alone, so that it is known what did. */
@ExtendWith(ArquillianExtension.class)
class SuspectIT {
    private static final String SUSPECTS = "SELECT suspects FROM gork_nodes WHERE suspects IS NOT NULL";

    @Deployment
    static WebArchive war() {
        return Wars.war("", SuspectIT.class, PlainSql.class);
    }

    @Inject
    Event<JobRequest> jobs;

    @Inject
    JobClient client;

    @Inject
    PlainSql sql;

    @Inject
    Handlers handlers;

    @ApplicationScoped
    public static class Handlers {
        private final Set<String> begun = ConcurrentHashMap.newKeySet();
        private final Map<String, CountDownLatch> released = new ConcurrentHashMap<>();

        void held(@Observes @Queue("suspect-held") Job job) throws InterruptedException {
            begun.add(job.id());
            latch(job.id()).await();
        }

        void other(@Observes @Queue("suspect-other") Job job) {
            begun.add(job.id());
        }

        @QueueDefaults(timeout = "300ms", maxRetries = 0)
        void deaf(@Observes @Queue("suspect-deaf") Job job) {
            begun.add(job.id());
            CountDownLatch latch = latch(job.id());
            while (latch.getCount() > 0) {
                try {
                    latch.await();
                } catch (InterruptedException e) {
                    Thread.interrupted();
                }
            }
        }

        boolean hasBegun(String id) {
            return begun.contains(id);
        }

        void release(String id) {
            latch(id).countDown();
        }

        private CountDownLatch latch(String id) {
            return released.computeIfAbsent(id, each -> new CountDownLatch(1));
        }
    }

    @Test
    void whatRunsAloneBeginsWhenNothingElseRunsAndNothingElseBeginsUntilItHasEnded() {
        jobs.fire(JobRequest.to("suspect-held").id("before"));
        Wait.until("it runs", () -> handlers.hasBegun("before"));
        suspect("suspect", "suspect-held", 3);
        Wait.until("it is claimed", () -> status("suspect") == JobStatus.INITIALIZED);
        heartbeats();
        assertThat(handlers.hasBegun("suspect")).isFalse();

        handlers.release("before");

        Wait.until("it runs", () -> handlers.hasBegun("suspect"));
        assertThat(sql.rows(SUSPECTS)).asString().isEqualTo("[\nsuspect\n]");
        jobs.fire(JobRequest.to("suspect-other").id("after"));
        heartbeats();
        assertThat(handlers.hasBegun("after")).isFalse();
        assertThat(status("after")).as("left for another node").isEqualTo(JobStatus.SCHEDULED);

        handlers.release("suspect");

        Wait.until(
                "both are completed",
                () -> status("suspect") == JobStatus.COMPLETED && status("after") == JobStatus.COMPLETED);
        Wait.until("no suspect is noted any more", () -> sql.rows(SUSPECTS).isEmpty());
    }

    @Test
    void aHandlerThatIgnoresItsInterruptHoldsUpNoSuspect() {
        jobs.fire(JobRequest.to("suspect-deaf").id("deaf"));
        Wait.until("it is given up", () -> status("deaf") == JobStatus.FAILED);
        suspect("beside-deaf", "suspect-other", 3);
        Wait.until("it is completed", () -> status("beside-deaf") == JobStatus.COMPLETED);
        handlers.release("deaf");
    }

    /** And when it is stuck itself, the others go on. */
    @Test
    void aSuspectThatIgnoresItsInterruptHoldsUpNobody() {
        suspect("deaf-suspect", "suspect-deaf", 3);
        Wait.until("it is given up", () -> status("deaf-suspect") == JobStatus.FAILED);
        jobs.fire(JobRequest.to("suspect-other").id("beside-deaf-suspect"));
        Wait.until("another is completed", () -> status("beside-deaf-suspect") == JobStatus.COMPLETED);
        Wait.until("no suspect is noted any more", () -> sql.rows(SUSPECTS).isEmpty());
        handlers.release("deaf-suspect");
    }

    /** The node that died may have run hundreds of them, for hours each. */
    @Test
    void aFewSuspectsRunAtOnceAndHoldUpNobodyElse() {
        for (int i = 0; i < 6; i++) {
            suspect("one-of-six-" + i, "suspect-held", 2);
        }
        Wait.until("four run", () -> begunOfSix() == 4);
        Wait.until(
                "six are claimed",
                () -> sql.rows("SELECT 1 FROM jobs WHERE id LIKE 'one-of-six-%' AND status = 'initialized'")
                                .size()
                        == 6);
        assertThat(sql.rows(SUSPECTS).get(0).toString().strip().split("\n")).hasSize(4);

        jobs.fire(JobRequest.to("suspect-other").id("beside-six"));
        Wait.until("another is completed", () -> status("beside-six") == JobStatus.COMPLETED);
        assertThat(begunOfSix()).isEqualTo(4);

        for (int i = 0; i < 6; i++) {
            handlers.release("one-of-six-" + i);
        }
        for (int i = 0; i < 6; i++) {
            String id = "one-of-six-" + i;
            Wait.until(id + " is completed", () -> status(id) == JobStatus.COMPLETED);
        }
        Wait.until("no suspect is noted any more", () -> sql.rows(SUSPECTS).isEmpty());
    }

    private long begunOfSix() {
        return IntStream.range(0, 6)
                .filter(i -> handlers.hasBegun("one-of-six-" + i))
                .count();
    }

    /** A job whose node has died so often. */
    private void suspect(String id, String queue, int rescues) {
        sql.run("INSERT INTO jobs (id, queue, status, rescues, attempts) VALUES ('" + id + "', '" + queue
                + "', 'scheduled', " + rescues + ", " + rescues + ")");
    }

    /** Two heartbeats of this node take several poll intervals. */
    private void heartbeats() {
        for (int i = 0; i < 2; i++) {
            Object last = lastHeartbeat();
            Wait.until("there is another heartbeat", () -> !lastHeartbeat().equals(last));
        }
    }

    private Object lastHeartbeat() {
        return sql.rows("SELECT CAST(MAX(last_seen_at) AS varchar) FROM gork_nodes")
                .get(0);
    }

    private JobStatus status(String id) {
        return client.get(id).orElseThrow().status();
    }
}
