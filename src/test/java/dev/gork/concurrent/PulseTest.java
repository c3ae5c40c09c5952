package dev.gork.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.Wait;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pulse runs its task when woken and now and then, never twice at once, and never gives up. */
class PulseTest {
    private static final Duration NEVER = Duration.ofDays(1);

    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(4);
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    @Test
    void aWakeUpDuringARunMeansAnotherRun() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Pulse pulse = new Pulse("test", NEVER, scheduler, () -> {
            runs.incrementAndGet();
            begun.countDown();
            go.await();
        });
        pulse.start();
        begun.await();
        pulse.wake();
        pulse.wake();
        go.countDown();

        Wait.until("it ran again", () -> runs.get() == 2);
        pulse.stop(Duration.ofSeconds(10));
        assertThat(runs).hasValue(2);
    }

    @Test
    void noWakeUpIsLostUnderContention() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        Pulse pulse = new Pulse("test", NEVER, scheduler, () -> seen.set(asked.get()));
        pulse.start();
        for (int thread = 0; thread < 3; thread++) {
            scheduler.execute(() -> {
                for (int i = 0; i < 10_000; i++) {
                    asked.incrementAndGet();
                    pulse.wake();
                }
            });
        }

        Wait.until("the last request was seen", () -> seen.get() == 30_000);
    }

    @Test
    void itNeverRunsTwiceAtOnce() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Pulse pulse = new Pulse("test", Duration.ofMillis(1), scheduler, () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            runs.incrementAndGet();
            inside.decrementAndGet();
        });
        pulse.start();
        while (runs.get() < 1000) {
            pulse.wake();
        }

        assertThat(most).hasValue(1);
    }

    @Test
    void afterAFailureItPausesAndGoesOnByItself() {
        Pulse pulse = new Pulse("test", NEVER, scheduler, () -> {
            if (runs.incrementAndGet() < 3) {
                throw new AssertionError("as long as the database is away");
            }
        });
        pulse.start();
        Wait.until("it has failed", pulse::failing);
        for (int i = 0; i < 1000; i++) {
            pulse.wake(); // must not make it spin
        }
        assertThat(runs.get()).isLessThan(3);

        Wait.until("it works again", () -> runs.get() == 3 && !pulse.failing());
    }

    @Test
    void howLongItPausesCanBeBounded() {
        Pulse pulse = new Pulse("test", NEVER, scheduler, () -> {
                    runs.incrementAndGet();
                    throw new AssertionError("as long as the database is away");
                })
                .pausingAtMost(Duration.ofMillis(1));
        pulse.start();

        // Doubling up to 15 s it would take minutes.
        Wait.until("it has failed often", () -> runs.get() > 100);
    }

    @Test
    void inAHurryItEndsItsPauseAndMakesNoLongOneAgain() {
        Pulse pulse = new Pulse("test", NEVER, scheduler, () -> {
            runs.incrementAndGet();
            throw new AssertionError("as long as the database is away");
        });
        pulse.start();
        Wait.until("it pauses for seconds", () -> runs.get() == 4);
        pulse.hurry();

        // Doubling up to 15 s it would take more than a minute.
        Wait.until("it has tried often", () -> runs.get() == 14);
    }

    @Test
    void aFailureAfterALongRunThatWorkedIsTheFirstInARow() {
        AtomicInteger backingOff = new AtomicInteger();
        Pulse[] pulse = new Pulse[1];
        pulse[0] = new Pulse("test", NEVER, scheduler, () -> {
            pulse[0].works();
            backingOff.addAndGet(pulse[0].failing() ? 1 : 0);
            if (runs.incrementAndGet() < 3) {
                throw new IllegalStateException("its connection is lost");
            }
        });
        pulse[0].start();

        Wait.until("it runs again each time", () -> runs.get() == 3);
        assertThat(backingOff).hasValue(0);
    }

    @Test
    void stoppedItRunsNoMore() throws Exception {
        Pulse pulse = new Pulse("test", Duration.ofMillis(1), scheduler, runs::incrementAndGet);
        pulse.start();
        Wait.until("it runs", () -> runs.get() > 0);
        pulse.stop(Duration.ofSeconds(10));
        int last = runs.get();
        pulse.wake();

        scheduler.submit(() -> {}).get();
        assertThat(runs).hasValue(last);
    }
}
