package dev.gork.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.Backoff;
import dev.gork.config.QueueSettings;
import dev.gork.handler.Handler;
import dev.gork.store.ClaimedJob;
import dev.gork.store.NodeControls.Control;
import dev.gork.store.Wanted;
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

    private final QueueWorkers workers = new QueueWorkers(
            new Handler("slow", null, null, false, null, "a test"),
            new QueueSettings(3, Duration.ofMinutes(1), 0, Backoff.fixed(Duration.ofSeconds(1))),
            100,
            new JobRunner() {
                @Override
                void run(ClaimedJob job, Handler handler, QueueSettings queue) {
                    running.add(job.id());
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }

                @Override
                void release(ClaimedJob job, QueueSettings queue) {
                    released.add(job.id());
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
        workers.control(new Control(false, 1));
        claimed("a", "b");
        running("a");

        workers.releaseStuck(Duration.ZERO);

        assertThat(released).containsExactly("b");
    }

    @Test
    void whatWaitsForASlotThatIsFreeIsKept() {
        workers.control(new Control(false, 5));
        claimed("a", "b", "c", "d");
        running("a", "b", "c", "d");

        workers.releaseStuck(Duration.ZERO);

        assertThat(released).isEmpty();
    }

    /** Nothing is asked for while enough is there, so nothing else would begin them. */
    @Test
    void slotsThatAreAddedTakeWhatWasClaimedAlready() {
        workers.control(new Control(false, 1));
        claimed("a", "b", "c");
        running("a");

        workers.control(new Control(false, 5));

        running("a", "b", "c");
    }

    /** Its claim was under way when the node began to stop. */
    @Test
    void whatArrivesAfterTheEndIsGivenBackAndNotBegun() {
        workers.close();
        claimed("late");

        assertThat(released).containsExactly("late");
        assertThat(running).isEmpty();
    }

    /** Its claim was under way when the queue was paused. */
    @Test
    void whatArrivesInAPauseIsGivenBackAndNotBegun() {
        workers.control(new Control(true, null));
        claimed("late");

        assertThat(released).containsExactly("late");
        assertThat(running).isEmpty();
    }

    private void claimed(String... ids) {
        List<ClaimedJob> jobs = Stream.of(ids).map(QueueWorkersTest::job).toList();
        workers.accept(jobs, new Wanted("slow", ids.length, null));
    }

    private void running(String... ids) {
        Wait.until("these run: " + List.of(ids), () -> running.equals(Set.of(ids)));
    }

    private static ClaimedJob job(String id) {
        return new ClaimedJob(id, "slow", 1, 0, 1, 0, 0, "{}", "{}", Instant.EPOCH, Instant.EPOCH, Instant.EPOCH);
    }
}
