package dev.gork.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.Wait;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A task is run when woken and now and then, never twice at once, and never gives up. */
class RecurringTaskTest {
    private static final Duration NEVER = Duration.ofDays(1);

    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(4);
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    @Test
    void eachHasAThreadOfItsOwn() {
        TestThreads threads = new TestThreads();
        CountDownLatch all = new CountDownLatch(20);
        for (int i = 0; i < 20; i++) {
            threads.recurring("task " + i, NEVER, () -> {
                        all.countDown();
                        all.await();
                        runs.incrementAndGet();
                    })
                    .start();
        }

        Wait.until("all run at the same time", () -> runs.get() == 20);
        threads.shutdown();
    }

    /** A server's executor refuses when the server stops, and may drop what it once took. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ticksThatAreRefusedOrDroppedDelayARunAndNoMore(boolean refuses) throws Exception {
        ScheduledThreadPoolExecutor useless = new ScheduledThreadPoolExecutor(1) {
            @Override
            public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long delay, TimeUnit unit) {
                if (refuses) {
                    throw new RejectedExecutionException("on purpose");
                }
                return super.schedule(() -> {}, 0, unit);
            }
        };
        RecurringTask task = new RecurringTask("test", Duration.ofMillis(1), scheduler, runs::incrementAndGet)
                .tickedBy(useless)
                .lateAfter(Duration.ofMillis(1));
        task.start();

        Wait.until("it runs again and again", () -> {
            task.tickIfLate();
            return runs.get() >= 4;
        });
        task.stop(Duration.ofSeconds(10));
        useless.shutdownNow();
    }

    @Test
    void aTickThatIsNotDueIsNotMadeUpFor() throws Exception {
        RecurringTask task =
                new RecurringTask("test", NEVER, scheduler, runs::incrementAndGet).lateAfter(Duration.ZERO);
        task.start();
        Wait.until("its first run was at once", () -> runs.get() == 1);

        task.tickIfLate();

        task.stop(Duration.ofSeconds(10));
        assertThat(runs).hasValue(1);
    }

    @Test
    void whatIsStoppedGetsNoTicksAnyMore() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        ScheduledThreadPoolExecutor ticker = new ScheduledThreadPoolExecutor(1) {
            @Override
            public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long delay, TimeUnit unit) {
                asked.incrementAndGet();
                return super.scheduleWithFixedDelay(task, first, delay, unit);
            }
        };
        RecurringTask task = new RecurringTask("test", Duration.ofNanos(1), scheduler, runs::incrementAndGet)
                .tickedBy(ticker)
                .lateAfter(Duration.ZERO);
        task.start();
        task.stop(Duration.ofSeconds(10));

        task.tickIfLate();

        assertThat(asked).hasValue(1);
        ticker.shutdownNow();
    }

    @Test
    void aWakeUpDuringARunMeansAnotherRun() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        RecurringTask task = new RecurringTask("test", NEVER, scheduler, () -> {
            runs.incrementAndGet();
            begun.countDown();
            go.await();
        });
        task.start();
        begun.await();
        task.wake();
        task.wake();
        go.countDown();

        Wait.until("it ran again", () -> runs.get() == 2);
        task.stop(Duration.ofSeconds(10));
        assertThat(runs).hasValue(2);
    }

    /** Such as for want of memory, of which an Error tells. */
    @Test
    void itGoesOnAlsoIfNotEvenItsNextTryCanBePlanned() {
        ScheduledThreadPoolExecutor poor = new ScheduledThreadPoolExecutor(2) {
            @Override
            public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
                if (delay > 0) { // otherwise it is a task to be run now
                    throw new OutOfMemoryError("on purpose");
                }
                return super.schedule(task, delay, unit);
            }
        };
        RecurringTask task = new RecurringTask("test", Duration.ofMillis(20), poor, () -> {
            runs.incrementAndGet();
            throw new IllegalStateException("on purpose");
        });
        task.start();

        Wait.until("it runs again", () -> runs.get() >= 3);
        poor.shutdownNow();
    }

    /** Nothing else would run it before a day is over. */
    @Test
    void whatBacksOffTriesAtOnceWhenItIsTold() {
        RecurringTask task = new RecurringTask("test", NEVER, scheduler, () -> {
            if (runs.incrementAndGet() <= 5) {
                throw new IllegalStateException("as long as the database is away");
            }
        });
        task.start();

        Wait.until("it works", () -> {
            task.retryNow();
            return runs.get() >= 6; // what is told during a run means another one
        });
    }

    @Test
    void oneThatHangsIsNamedUnlessItMayTakeLong() {
        TestThreads threads = new TestThreads();
        CountDownLatch go = new CountDownLatch(1);
        threads.recurring("stuck", Duration.ofMillis(1), go::await)
                .hangingAfter(Duration.ofMillis(1))
                .pausingAtMost(Duration.ofMillis(1))
                .start();
        threads.recurring("counting millions", Duration.ofMillis(1), go::await)
                .hangingAfter(Duration.ofMillis(1))
                .pausingAtMost(Duration.ofMillis(1))
                .runningLong()
                .start();

        Wait.until("it is named", () -> threads.hanging().equals(List.of("stuck")));
        go.countDown();
        threads.shutdown();
    }

    @Test
    void noWakeUpIsLostUnderContention() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        RecurringTask task = new RecurringTask("test", NEVER, scheduler, () -> seen.set(asked.get()));
        task.start();
        for (int thread = 0; thread < 3; thread++) {
            scheduler.execute(() -> {
                for (int i = 0; i < 10_000; i++) {
                    asked.incrementAndGet();
                    task.wake();
                }
            });
        }

        Wait.until("the last request was seen", () -> seen.get() == 30_000);
    }

    @Test
    void itNeverRunsTwiceAtOnce() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        RecurringTask task = new RecurringTask("test", Duration.ofMillis(1), scheduler, () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            runs.incrementAndGet();
            inside.decrementAndGet();
        });
        task.start();
        while (runs.get() < 1000) {
            task.wake();
        }

        assertThat(most).hasValue(1);
    }

    @Test
    void afterAFailureItPausesAndGoesOnByItself() {
        RecurringTask task = new RecurringTask("test", NEVER, scheduler, () -> {
            if (runs.incrementAndGet() < 3) {
                throw new AssertionError("as long as the database is away");
            }
        });
        task.start();
        Wait.until("it has failed", task::failing);
        for (int i = 0; i < 1000; i++) {
            task.wake(); // must not make it spin
        }
        assertThat(runs.get()).isLessThan(3);

        Wait.until("it works again", () -> runs.get() == 3 && !task.failing());
    }

    @Test
    void howLongItPausesCanBeBounded() {
        RecurringTask task = new RecurringTask("test", NEVER, scheduler, () -> {
                    runs.incrementAndGet();
                    throw new AssertionError("as long as the database is away");
                })
                .pausingAtMost(Duration.ofMillis(1));
        task.start();

        // Doubling up to 15 s it would take minutes.
        Wait.until("it has failed often", () -> runs.get() > 100);
    }

    @Test
    void inAHurryItEndsItsPauseAndMakesNoLongOneAgain() {
        RecurringTask task = new RecurringTask("test", NEVER, scheduler, () -> {
            runs.incrementAndGet();
            throw new AssertionError("as long as the database is away");
        });
        task.start();
        Wait.until("it pauses for seconds", () -> runs.get() == 4);
        task.hurry();

        // Doubling up to 15 s it would take more than a minute.
        Wait.until("it has tried often", () -> runs.get() == 14);
    }

    @Test
    void aFailureAfterALongRunThatWorkedIsTheFirstInARow() {
        AtomicInteger backingOff = new AtomicInteger();
        RecurringTask[] task = new RecurringTask[1];
        task[0] = new RecurringTask("test", NEVER, scheduler, () -> {
            task[0].works();
            backingOff.addAndGet(task[0].failing() ? 1 : 0);
            if (runs.incrementAndGet() < 3) {
                throw new IllegalStateException("its connection is lost");
            }
        });
        task[0].start();

        Wait.until("it runs again each time", () -> runs.get() == 3);
        assertThat(backingOff).hasValue(0);
    }

    @Test
    void stoppedItRunsNoMore() throws Exception {
        RecurringTask task = new RecurringTask("test", Duration.ofMillis(1), scheduler, runs::incrementAndGet);
        task.start();
        Wait.until("it runs", () -> runs.get() > 0);
        task.stop(Duration.ofSeconds(10));
        int last = runs.get();
        task.wake();

        scheduler.submit(() -> {}).get();
        assertThat(runs).hasValue(last);
    }
}
