package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.PlainSql;
import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Promise 3: an id that is deleted and enqueued again while an attempt at the deleted job still runs. */
@ExtendWith(ArquillianExtension.class)
class RebornIdIT {
    @Deployment
    static WebArchive war() {
        return Wars.war("", RebornIdIT.class, PlainSql.class);
    }

    @Inject
    Event<JobRequest> jobs;

    @Inject
    JobClient client;

    @Inject
    PlainSql sql;

    @Inject
    Handlers handlers;

    /** Which of the two jobs it is that a handler runs, and how each is let go on. */
    public record Which(String name) {}

    @ApplicationScoped
    public static class Handlers {
        private final Set<String> begun = ConcurrentHashMap.newKeySet();
        private final Set<String> fenced = ConcurrentHashMap.newKeySet();
        private final Map<String, CountDownLatch> released = new ConcurrentHashMap<>();

        @Inject
        Event<JobRequest> jobs;

        @QueueDefaults(timeout = "10m", maxRetries = 0)
        void plain(@Observes @Queue("reborn-plain") Job job) {
            run(job);
        }

        @Transactional
        @QueueDefaults(timeout = "10m", maxRetries = 0)
        void transactional(@Observes @Queue("reborn-transactional") Job job) {
            run(job);
            String name = job.arguments(Which.class).name();
            jobs.fire(JobRequest.to("reborn-effect").id("effect-of-" + name).in(Duration.ofDays(1)));
        }

        /** The first one is stuck: it ignores its interrupt, and is given up. */
        @QueueDefaults(timeout = "4s", maxRetries = 0)
        void stuck(@Observes @Queue("reborn-stuck") Job job) {
            run(job);
        }

        @QueueDefaults(timeout = "4s", maxRetries = 5, retryInterval = "1h")
        void retried(@Observes @Queue("reborn-retried") Job job) {
            run(job);
        }

        void fenced(@Observes JobFenced event) {
            fenced.add(event.id());
        }

        boolean hasBegun(String name) {
            return begun.contains(name);
        }

        boolean wasFenced(String id) {
            return fenced.contains(id);
        }

        void release(String name) {
            latch(name).countDown();
        }

        /** Whatever a test that failed has left running. */
        @PreDestroy
        void releaseAll() {
            released.values().forEach(CountDownLatch::countDown);
        }

        private CountDownLatch latch(String name) {
            return released.computeIfAbsent(name, each -> new CountDownLatch(1));
        }

        private void run(Job job) {
            String name = job.arguments(Which.class).name();
            begun.add(name);
            if (name.startsWith("first")) {
                ignoreInterrupts(latch(name));
            } else {
                Wait.until("it may end", () -> latch(name).getCount() == 0);
            }
            job.result(new Which(name));
        }

        private static void ignoreInterrupts(CountDownLatch latch) {
            while (latch.getCount() > 0) {
                try {
                    latch.await();
                } catch (InterruptedException e) {
                    Thread.interrupted();
                }
            }
        }
    }

    @Test
    void anEarlierJobsHandlerThatReturnsDoesNotCompleteIt() {
        failed("reborn-plain");
        again("reborn-plain");
    }

    /** Promise 4: nor are its effects committed. */
    @Test
    void anEarlierJobsTransactionIsRolledBack() {
        failed("reborn-transactional");
        again("reborn-transactional");

        assertThat(client.get("effect-of-first-reborn-transactional")).isEmpty();
        assertThat(client.get("effect-of-second-reborn-transactional")).isPresent();
    }

    @Test
    void anEarlierJobsHandlerThatWasStuckNeitherFailsItNorSchedulesItAgain() {
        enqueue("reborn-stuck", "first-reborn-stuck");
        enqueue("reborn-retried", "first-reborn-retried");
        Wait.until("one is given up", () -> status("reborn-stuck") == JobStatus.FAILED);
        Wait.until(
                "the other is to be tried again",
                () -> client.get("reborn-retried").orElseThrow().retryCount() == 1);

        again("reborn-stuck");
        again("reborn-retried");
    }

    /** The first job's handler runs, and somebody takes it for failed. */
    private void failed(String id) {
        enqueue(id, "first-" + id);
        Wait.until("the first one runs", () -> handlers.hasBegun("first-" + id));
        sql.run("UPDATE jobs SET status = 'failed' WHERE id = '" + id + "'");
    }

    /** The first job is deleted, a second one runs under its id, and the first one's handler ends. */
    private void again(String id) {
        assertThat(client.delete(id).done()).isTrue();
        enqueue(id, "second-" + id);
        Wait.until("the second one runs", () -> handlers.hasBegun("second-" + id));
        handlers.release("first-" + id);
        Wait.until("the first one is told that it is too late", () -> handlers.wasFenced(id));
        assertThat(status(id)).isEqualTo(JobStatus.INITIALIZED);
        handlers.release("second-" + id);

        Wait.until("the second one is completed", () -> status(id) == JobStatus.COMPLETED);
        JobInfo second = client.get(id).orElseThrow();
        assertThat(second.resultJson().replace(" ", "")).isEqualTo("{\"name\":\"second-" + id + "\"}");
        assertThat(second.attempts()).isEqualTo(1);
        assertThat(second.lastError()).isNull();
    }

    private JobStatus status(String id) {
        return client.get(id).orElseThrow().status();
    }

    private void enqueue(String id, String name) {
        jobs.fire(JobRequest.to(id).id(id).arguments(new Which(name)));
    }
}
