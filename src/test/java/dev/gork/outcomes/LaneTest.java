package dev.gork.outcomes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.JobCanceled;
import dev.gork.JobEvent;
import dev.gork.testing.Wait;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events wait for their observers, and for nobody else's. */
class LaneTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch open = new CountDownLatch(1);
    private final List<String> fired = new CopyOnWriteArrayList<>();
    private final AtomicInteger caughtUp = new AtomicInteger();

    @AfterEach
    void end() {
        open.countDown();
        threads.shutdownNow();
    }

    @Test
    void eventsAreFiredInTheirOrder() {
        Lane lane = lane(1, 1_000, event -> fired.add(event.id()));

        for (int i = 0; i < 500; i += 100) {
            lane.add(events(i, i + 100));
        }

        Wait.until("all are fired", () -> lane.waiting() == 0);
        assertThat(fired)
                .containsExactlyElementsOf(
                        IntStream.range(0, 500).mapToObj(String::valueOf).toList());
    }

    @Test
    void itIsFullUntilHalfOfItIsFiredAndThenSaysSo() {
        Lane lane = lane(2, 10, event -> {
            await(open);
            fired.add(event.id());
        });

        lane.add(events(0, 9));
        assertThat(lane.full()).isFalse();
        lane.add(events(9, 14));
        assertThat(lane.full()).isTrue();
        assertThat(caughtUp).hasValue(0);

        open.countDown();
        Wait.until("it has caught up", () -> caughtUp.get() == 1);
        assertThat(lane.full()).isFalse();
        Wait.until("all are fired", () -> lane.waiting() == 0);
        assertThat(fired).hasSize(14);
    }

    @Test
    void aSlowObserverIsInterruptedAndTheNextEventIsNot() {
        AtomicBoolean interrupted = new AtomicBoolean();
        Lane lane = lane(1, 10, event -> {
            if (event.id().equals("0")) {
                interrupted.set(!await(open));
            } else {
                fired.add(event.id() + Thread.currentThread().isInterrupted());
            }
        });
        lane.add(events(0, 2));

        Wait.until("it is interrupted", () -> {
            lane.interruptSlow(Duration.ofMillis(1));
            return interrupted.get();
        });

        Wait.until("all are fired", () -> lane.waiting() == 0);
        assertThat(fired).containsExactly("1false");
    }

    /** What observers need ends with the application. */
    @Test
    void onceItIsClosedNothingMoreIsFiredAndWhatIsBeingFiredIsInterrupted() {
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(1);
        Lane lane = lane(1, 10, event -> {
            fired.add(event.id());
            begun.countDown();
            interrupted.set(!await(open));
        });
        lane.add(events(0, 3));
        await(begun);

        lane.close();
        lane.add(events(3, 4));

        Wait.until("it is interrupted", interrupted::get);
        Wait.until("its thread ends", () -> lane.waiting() == 3);
        assertThat(fired).containsExactly("0");
    }

    @Test
    void whatCannotBeFiredKeepsNoOtherWaiting() {
        Lane lane = lane(1, 10, event -> {
            fired.add(event.id());
            throw new AssertionError("not the observer's");
        });

        lane.add(events(0, 3));

        Wait.until("all are fired", () -> lane.waiting() == 0);
        assertThat(fired).containsExactly("0", "1", "2");
    }

    private Lane lane(int atOnce, int capacity, Consumer<JobEvent> fire) {
        return new Lane(atOnce, capacity, threads, fire, caughtUp::incrementAndGet);
    }

    private static List<JobEvent> events(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> (JobEvent) new JobCanceled(String.valueOf(i), "queue"))
                .toList();
    }

    /** False if it was interrupted. */
    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
