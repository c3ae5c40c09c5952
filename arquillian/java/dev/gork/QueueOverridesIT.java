package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gork.engine.Workload;
import dev.gork.queues.QueueStore;
import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people set for a queue holds while it runs, at once where they set it: no test here waits for a heartbeat. */
@ExtendWith(ArquillianExtension.class)
class QueueOverridesIT {
    @Deployment
    static WebArchive war() {
        return Wars.war("gork.heartbeat-interval=10m\ngork.lease=1h\n", QueueOverridesIT.class);
    }

    @Inject
    Event<JobRequest> jobs;

    @Inject
    JobClient client;

    @Inject
    QueueStore queues;

    @Inject
    Workload workload;

    @Inject
    UserTransaction transaction;

    @Inject
    Gates gates;

    @ApplicationScoped
    public static class Gates {
        private final Map<String, Semaphore> open = new ConcurrentHashMap<>();
        private final Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
        private final List<String> begun = new CopyOnWriteArrayList<>();
        private final List<String> releases = new CopyOnWriteArrayList<>();

        @QueueDefaults(instances = 1)
        void pausable(@Observes @Queue("pausable") Job job) throws InterruptedException {
            hold(job);
        }

        @QueueDefaults(instances = 1)
        void resized(@Observes @Queue("resized") Job job) throws InterruptedException {
            hold(job);
        }

        void beside(@Observes @Queue("beside") Job job) {}

        @QueueDefaults(instances = 2)
        void drained(@Observes @Queue("drained") Job job) throws InterruptedException {
            pass(job);
        }

        void released(@Observes JobReleased event) {
            releases.add(event.id());
        }

        void halted(@Observes @Queue("halted") Job job) {
            begun.add(job.id());
        }

        private void hold(Job job) throws InterruptedException {
            begun.add(job.id());
            pass(job);
        }

        private void pass(Job job) throws InterruptedException {
            running(job.queue()).incrementAndGet();
            gate(job.queue()).acquire();
            running(job.queue()).decrementAndGet();
        }

        AtomicInteger running(String queue) {
            return running.computeIfAbsent(queue, name -> new AtomicInteger());
        }

        Semaphore gate(String queue) {
            return open.computeIfAbsent(queue, name -> new Semaphore(0));
        }

        List<String> begun() {
            return begun;
        }

        List<String> releases() {
            return releases;
        }
    }

    /** What was claimed ahead goes back, and as it was never begun, there is no attempt at it and nothing to hear of. */
    @Test
    void aPauseWhileAQueueIsDrainedLeavesNoTraceOnWhatItReleases() {
        gates.gate("drained").release(500);
        client.enqueue(IntStream.range(0, 5_000)
                .mapToObj(i -> JobRequest.to("drained").id("drained-" + i))
                .toList());
        Wait.until("many were completed", () -> count("drained", JobStatus.COMPLETED) == 500);
        Wait.until("two run", () -> gates.running("drained").get() == 2);

        client.pause("drained", "ada");
        waitForSlots("drained", 0);
        gates.gate("drained").release(5_000);
        Wait.until("none is held", () -> count("drained", JobStatus.INITIALIZED) == 0);

        JobFilter waiting = JobFilter.all().queue("drained").status(JobStatus.SCHEDULED);
        assertThat(client.count(waiting).count()).as("what the pause left").isEqualTo(4_498);
        assertThat(client.search(JobSearch.of(waiting).limit(1000)).jobs())
                .allSatisfy(job -> assertThat(job.attempts()).isZero())
                .allSatisfy(job -> assertThat(client.attempts(job.id())).isEmpty());
        assertThat(gates.releases()).isEmpty();

        client.resume("drained");
        Wait.until("all are completed", () -> count("drained", JobStatus.COMPLETED) == 5_000);
    }

    private long count(String queue, JobStatus status) {
        return client.count(JobFilter.all().queue(queue).status(status)).count();
    }

    @Test
    void aPausedQueuesRunningJobEndsAndItsOthersWaitUntilItIsResumed() {
        jobs.fire(JobRequest.to("pausable").id("pause-running"));
        Wait.until("it runs", () -> gates.running("pausable").get() == 1);
        jobs.fire(JobRequest.to("pausable").id("pause-waiting"));

        assertThat(client.pause("pausable", "ada")).isTrue();
        assertThat(client.pause("pausable", "bob")).as("it was paused already").isFalse();
        assertThat(client.overrides("pausable"))
                .returns(true, QueueOverrides::paused)
                .returns("ada", c -> c.pausedBy());
        waitForSlots("pausable", 0);
        gates.gate("pausable").release();

        waitFor("pause-running", JobStatus.COMPLETED);
        jobs.fire(JobRequest.to("pausable").id("pause-later"));
        jobs.fire(JobRequest.to("beside").id("pause-beside"));
        waitFor("pause-beside", JobStatus.COMPLETED);
        assertThat(gates.begun()).contains("pause-running").doesNotContain("pause-waiting", "pause-later");

        gates.gate("pausable").release(2);
        assertThat(client.resume("pausable")).isTrue();
        assertThat(client.resume("pausable")).isFalse();
        waitFor("pause-waiting", JobStatus.COMPLETED);
        waitFor("pause-later", JobStatus.COMPLETED);
        assertThat(client.overrides("pausable")).isEqualTo(QueueOverrides.none("pausable"));
    }

    @Test
    void instancesGrowAndShrinkWhileJobsRun() {
        client.enqueue(
                IntStream.range(0, 10).mapToObj(i -> JobRequest.to("resized")).toList());
        Wait.until("one runs, as configured", () -> gates.running("resized").get() == 1);

        client.instances("resized", OptionalInt.of(5), null);
        Wait.until("five run", () -> gates.running("resized").get() == 5);

        client.instances("resized", OptionalInt.of(2), null);
        waitForSlots("resized", 2);
        gates.gate("resized").release(3);
        Wait.until("two are left", () -> gates.running("resized").get() == 2);
        gates.gate("resized").release(1);
        Wait.until(
                "still two",
                () -> gates.running("resized").get() == 2
                        && gates.gate("resized").availablePermits() == 0);

        client.instances("resized", OptionalInt.empty(), null);
        assertThat(client.overrides("resized")).isEqualTo(QueueOverrides.none("resized"));
        gates.gate("resized").release(100);
    }

    @Test
    void whatIsSetForANodeWinsOverWhatIsSetForAll() {
        client.instances("overridden", OptionalInt.of(7), null);
        client.instances("overridden", OptionalInt.of(3), "host-1");
        client.instances("overridden", OptionalInt.of(4), "host-1");

        QueueOverrides overrides = client.overrides("overridden");
        assertThat(overrides.byNode()).isEqualTo(Map.of("host-1", 4));
        assertThat(overrides.instances("host-1")).hasValue(4);
        assertThat(overrides.instances("host-2")).hasValue(7);
        assertThat(queues.all()).containsEntry("overridden", overrides);

        client.instances("overridden", OptionalInt.empty(), "host-1");
        assertThat(client.overrides("overridden").instances("host-1")).hasValue(7);
    }

    @Test
    void withNoInstancesNothingIsBegun() {
        client.instances("halted", OptionalInt.of(0), null);
        waitForSlots("halted", 0);
        jobs.fire(JobRequest.to("halted").id("halted-1"));
        jobs.fire(JobRequest.to("beside").id("halted-beside"));
        waitFor("halted-beside", JobStatus.COMPLETED);
        assertThat(gates.begun()).doesNotContain("halted-1");

        client.instances("halted", OptionalInt.empty(), null);
        waitFor("halted-1", JobStatus.COMPLETED);
    }

    @Test
    void aPauseThatIsRolledBackNeverWas() throws Exception {
        transaction.begin();
        client.pause("beside", null);
        transaction.rollback();

        assertThat(client.overrides("beside").paused()).isFalse();
    }

    @Test
    void namesAndNumbersThatCannotBeAreRefused() {
        assertThatThrownBy(() -> client.pause(" ", null)).hasMessageContaining("empty");
        assertThatThrownBy(() -> client.pause("x".repeat(201), null)).hasMessageContaining("200");
        assertThatThrownBy(() -> client.instances("q", OptionalInt.of(10_001), null))
                .hasMessageContaining("0 to 10000");
        assertThatThrownBy(() -> client.instances("q", OptionalInt.of(1), "a\0b"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void waitForSlots(String queue, int slots) {
        Wait.until("the node has " + slots + " slots for " + queue, () -> workload.slots(queue) == slots);
    }

    private void waitFor(String id, JobStatus wanted) {
        Wait.value(id + " is " + wanted, () -> status(id), status -> status == wanted);
    }

    private JobStatus status(String id) {
        return client.get(id).orElseThrow().status();
    }
}
