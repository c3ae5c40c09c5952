package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.PlainSql;
import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Promise 15: a row that cannot be written, and an observer that takes its time, delay themselves alone. */
@ExtendWith(ArquillianExtension.class)
class RecordingIT {
    private static final int OTHERS = 20;
    private static final int FAILURES = 2000;

    @Deployment
    static WebArchive war() {
        // Few are claimed ahead, so that most of the failures are still to come when too many wait to be told.
        return Wars.war("gork.prefetch=10\n", RecordingIT.class, PlainSql.class);
    }

    @Inject
    Event<JobRequest> jobs;

    @Inject
    JobClient client;

    @Inject
    UserTransaction transaction;

    @Inject
    PlainSql sql;

    @Inject
    Handlers handlers;

    @ApplicationScoped
    public static class Handlers {
        private final Semaphore gate = new Semaphore(0);
        private final CountDownLatch observersMayGoOn = new CountDownLatch(1);
        private final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<String> began = new ConcurrentLinkedQueue<>();

        @QueueDefaults(instances = OTHERS + 1, maxRetries = 0)
        void held(@Observes @Queue("held") Job job) throws InterruptedException {
            began.add(job.id());
            gate.acquire();
        }

        void free(@Observes @Queue("free") Job job) {}

        @QueueDefaults(maxRetries = 0)
        void fails(@Observes @Queue("slow-failures") Job job) {
            throw new IllegalStateException("as asked");
        }

        void slow(@Observes @Queue("slow-failures") JobFailed failure) throws InterruptedException {
            observersMayGoOn.await();
            failed.add(failure.id());
        }

        Semaphore gate() {
            return gate;
        }

        List<String> began() {
            return List.copyOf(began);
        }

        List<String> failed() {
            return List.copyOf(failed);
        }

        void goOn() {
            observersMayGoOn.countDown();
        }
    }

    @Test
    void aRowThatSomebodyHasLockedKeepsNoOtherOutcomeWaiting() throws Exception {
        begin("recording-locked");

        transaction.begin();
        try {
            sql.rows("SELECT id FROM jobs WHERE id = 'recording-locked' FOR UPDATE");
            handlers.gate().release(OTHERS + 1);
            waitForOthers("recording-locked");
            assertThat(status("recording-locked")).isEqualTo(JobStatus.INITIALIZED);
        } finally {
            transaction.commit();
        }

        Wait.until("its outcome is written by itself", () -> status("recording-locked") == JobStatus.COMPLETED);
        assertThat(client.get("recording-locked").orElseThrow().attempts()).isEqualTo(1);
    }

    @Test
    void aRowThatTheDatabaseRefusesKeepsNoOtherOutcomeWaiting() {
        begin("recording-refused");
        refuse("recording-refused");
        try {
            handlers.gate().release(OTHERS + 1);
            waitForOthers("recording-refused");
            assertThat(status("recording-refused")).isEqualTo(JobStatus.INITIALIZED);
        } finally {
            allow();
        }

        Wait.until("its outcome is written by itself", () -> status("recording-refused") != JobStatus.INITIALIZED);
        assertThat(client.get("recording-refused").orElseThrow().attempts()).isEqualTo(1);
    }

    @Test
    void slowObserversOfFailuresKeepNoOtherQueueWaitingAndMissNone() {
        List<String> ids =
                IntStream.range(0, FAILURES).mapToObj(i -> "slow-failure-" + i).toList();
        client.enqueue(
                ids.stream().map(id -> JobRequest.to("slow-failures").id(id)).toList());
        Wait.until("more have failed than may wait to be told", () -> failures() > 200);

        jobs.fire(JobRequest.to("free").id("beside-failures"));

        Wait.until("another queue's job is run", () -> status("beside-failures") == JobStatus.COMPLETED);
        assertThat(handlers.failed()).isEmpty();
        assertThat(failures()).as("what fails while nobody hears of it").isLessThan(FAILURES);

        handlers.goOn();
        Wait.until("each was told", () -> handlers.failed().size() == FAILURES);
        assertThat(handlers.failed()).containsExactlyInAnyOrderElementsOf(ids);
    }

    private long failures() {
        return client.count(JobFilter.all().queue("slow-failures").status(JobStatus.FAILED))
                .count();
    }

    /** This job and the others have begun, and none ends before it may. */
    private void begin(String id) {
        client.enqueue(IntStream.rangeClosed(0, OTHERS)
                .mapToObj(i -> JobRequest.to("held").id(i == 0 ? id : other(id, i)))
                .toList());
        Wait.until(
                "all have begun",
                () -> handlers.began().stream()
                                .filter(each -> each.startsWith(id))
                                .count()
                        == OTHERS + 1);
    }

    private void waitForOthers(String id) {
        for (int i = 1; i <= OTHERS; i++) {
            String other = other(id, i);
            Wait.until(other + " is completed", () -> status(other) == JobStatus.COMPLETED);
        }
    }

    private static String other(String id, int i) {
        return id + "-beside-" + i;
    }

    private JobStatus status(String id) {
        return client.get(id).orElseThrow().status();
    }

    /** On PostgreSQL with an SQLSTATE that says nothing, on H2 with that of a constraint. */
    private void refuse(String id) {
        if (sql.isPostgres()) {
            sql.run("""
                    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
                    'BEGIN RAISE EXCEPTION ''not this one''; END'""");
            sql.run("CREATE TRIGGER refuse BEFORE UPDATE ON jobs FOR EACH ROW WHEN (NEW.id = '" + id
                    + "') EXECUTE FUNCTION refuse()");
        } else {
            sql.run("ALTER TABLE jobs ADD CONSTRAINT refuse CHECK (id <> '" + id + "' OR finished_at IS NULL)");
        }
    }

    private void allow() {
        if (sql.isPostgres()) {
            sql.run("DROP TRIGGER refuse ON jobs");
            sql.run("DROP FUNCTION refuse");
        } else {
            sql.run("ALTER TABLE jobs DROP CONSTRAINT refuse");
        }
    }
}
