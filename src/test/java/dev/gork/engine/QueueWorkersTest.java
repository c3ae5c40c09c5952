package dev.gork.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.Backoff;
import dev.gork.claims.ClaimRequest;
import dev.gork.claims.ClaimedJob;
import dev.gork.config.QueueSettings;
import dev.gork.handler.Handler;
import dev.gork.nodes.NodeOverrides;
import dev.gork.runner.JobRunner;
import dev.gork.testing.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The slots of a queue, as people set them while it runs. */
class QueueWorkersTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final Set<String> released = ConcurrentHashMap.newKeySet();
    private final Set<String> forgotten = ConcurrentHashMap.newKeySet();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();

    private final QueueWorkers workers = new QueueWorkers(
            new Handler("slow", null, null, false, null, "a test"),
            new QueueSettings(3, Duration.ofMinutes(1), 0, Backoff.fixed(Duration.ofSeconds(1))),
            100,
            new JobRunner() {
                @Override
                public void run(ClaimedJob job, Handler handler, QueueSettings queue) {
                    failIfItIsTo(job);
                    running.add(job.id());
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }

                @Override
                public void release(ClaimedJob job, QueueSettings queue) {
                    failIfItIsTo(job);
                    released.add(job.id());
                }

                @Override
                public void crashed(ClaimedJob job, QueueSettings queue, Throwable failure) {
                    failIfItIsTo(job);
                }

                @Override
                public void forget(ClaimedJob job) {
                    forgotten.add(job.id());
                }

                private void failIfItIsTo(ClaimedJob job) {
                    if (failing.contains(job.id())) {
                        throw new OutOfMemoryError("on purpose");
                    }
                }
            },
            threads,
            () -> {});

    @AfterEach
    void end() {
        end.countDown();
        threads.shutdown();
    }

    @Test
    void whatWaitsBehindSlotsThatWereTakenAwayIsGivenToOtherNodes() {
        workers.apply(new NodeOverrides.OfQueue(false, 1));
        claimed("a", "b");
        running("a");

        workers.releaseStuck(Duration.ZERO);

        assertThat(released).containsExactly("b");
    }

    @Test
    void whatWaitsForASlotThatIsFreeIsKept() {
        workers.apply(new NodeOverrides.OfQueue(false, 5));
        claimed("a", "b", "c", "d");
        running("a", "b", "c", "d");

        workers.releaseStuck(Duration.ZERO);

        assertThat(released).isEmpty();
    }

    /** Nothing is asked for while enough is there, so nothing else would begin them. */
    @Test
    void slotsThatAreAddedTakeWhatWasClaimedAlready() {
        workers.apply(new NodeOverrides.OfQueue(false, 1));
        claimed("a", "b", "c");
        running("a");

        workers.apply(new NodeOverrides.OfQueue(false, 5));

        running("a", "b", "c");
    }

    /** Its claim was under way when the node began to stop. */
    @Test
    void whatArrivesAfterTheEndIsReleasedAndNotBegun() {
        workers.close();
        claimed("late");

        assertThat(released).containsExactly("late");
        assertThat(running).isEmpty();
    }

    /** Its claim was under way when the queue was paused. */
    @Test
    void whatArrivesInAPauseIsReleasedAndNotBegun() {
        workers.apply(new NodeOverrides.OfQueue(true, null));
        claimed("late");

        assertThat(released).containsExactly("late");
        assertThat(running).isEmpty();
    }

    /** A job that nobody has any more, and that counts as held, would be lost for as long as the node lives. */
    @Test
    void whatCannotEvenBeReleasedIsForgottenSoThatItIsFoundAsAStray() {
        failing.add("b");
        workers.apply(new NodeOverrides.OfQueue(true, null));
        claimed("a", "b", "c");

        assertThat(released).containsExactlyInAnyOrder("a", "c");
        assertThat(forgotten).containsExactly("b");
    }

    @Test
    void anErrorOfTheEnginesOwnCostsNoSlot() {
        failing.add("a");
        workers.apply(new NodeOverrides.OfQueue(false, 1));
        claimed("a", "b");

        running("b");
        assertThat(forgotten).containsExactly("a");
    }

    private void claimed(String... ids) {
        List<ClaimedJob> jobs = Stream.of(ids).map(QueueWorkersTest::job).toList();
        workers.accept(jobs, new ClaimRequest("slow", ids.length, null));
    }

    private void running(String... ids) {
        Wait.until("these run: " + List.of(ids), () -> running.equals(Set.of(ids)));
    }

    private static ClaimedJob job(String id) {
        return new ClaimedJob(id, "slow", 1, 0, 1, 0, 0, "{}", "{}", Instant.EPOCH, Instant.EPOCH, Instant.EPOCH);
    }
}
