package dev.gork.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.Backoff;
import dev.gork.config.QueueSettings;
import dev.gork.handler.Handler;
import dev.gork.store.ClaimedJob;
import dev.gork.store.NodeControls.Control;
import dev.gork.store.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The slots of a queue, as people set them while it runs. */
class QueueWorkersTest {
    private final Deque<Runnable> started = new ArrayDeque<>();
    private final List<String> released = new ArrayList<>();
    private final QueueWorkers workers = new QueueWorkers(
            new Handler("slow", null, null, false, null, "a test"),
            new QueueSettings(3, Duration.ofMinutes(1), 0, Backoff.fixed(Duration.ofSeconds(1))),
            100,
            new JobRunner() {
                @Override
                void release(ClaimedJob job, QueueSettings queue) {
                    released.add(job.id());
                }
            },
            started::add,
            () -> {});

    @Test
    void whatWaitsBehindSlotsThatWereTakenAwayIsGivenToOtherNodes() {
        workers.control(new Control(false, 1));
        workers.accept(List.of(job("a"), job("b")), new Wanted("slow", 2, null));
        assertThat(started).hasSize(1);

        workers.releaseStuck(Duration.ZERO);

        assertThat(released).isNotEmpty();
    }

    @Test
    void whatWaitsForASlotThatIsFreeIsKept() {
        workers.control(new Control(false, 5));
        workers.accept(List.of(job("a"), job("b"), job("c")), new Wanted("slow", 3, null));
        assertThat(started).hasSize(3);

        workers.releaseStuck(Duration.ZERO);

        assertThat(released).isEmpty();
    }

    private static ClaimedJob job(String id) {
        return new ClaimedJob(id, "slow", 1, 0, 1, 0, 0, "{}", "{}", Instant.EPOCH, Instant.EPOCH, Instant.EPOCH);
    }
}
