package dev.gork.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gork.Backoff;
import dev.gork.attempts.Attempt;
import dev.gork.attempts.AttemptTime;
import dev.gork.attempts.RunningJob;
import dev.gork.claims.ClaimedJob;
import dev.gork.concurrent.TestThreads;
import dev.gork.handler.Handler;
import dev.gork.outcomes.HeldClaims;
import dev.gork.payload.JobOptions;
import dev.gork.testing.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Timeouts are enforced whatever happens to the one who enforces them. */
class TimeoutWatcherTest {
    private static final Handler NEVER_CALLED = new Handler("deaf", null, null, false, null, "");

    private final TestThreads threads = new TestThreads();
    private final ExecutorService handlers = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final TimeoutWatcher watcher = new TimeoutWatcher();
    private final Set<String> abandoned = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void start() {
        watcher.threads = threads;
        watcher.prepare();
        watcher.start();
    }

    @AfterEach
    void end() throws InterruptedException {
        end.countDown();
        watcher.stop();
        handlers.shutdown();
        threads.shutdown();
    }

    @Test
    void timeoutsAreEnforcedAlsoAfterAThreadCouldNotBeStarted() {
        threads.exhausted(true);
        Attempt first = run("first");
        Wait.until("it is interrupted", () -> interrupted(first));
        Wait.until("it could not be abandoned", () -> threads.failed("Watching timeouts"));

        Attempt second = run("second");

        Wait.until("another one is interrupted all the same", () -> interrupted(second));
        threads.exhausted(false);
        Wait.until("both are abandoned after all", () -> abandoned.equals(Set.of("first", "second")));
        Wait.until("that is noted", () -> first.stuck() && second.stuck());
    }

    @Test
    void whatBeginsAfterAllWereInterruptedForTheStopIsInterruptedToo() {
        watcher.interruptAllToStop();

        Attempt late = attempt("late", Duration.ofMinutes(1));
        watcher.watch(late);

        assertThat(late.interruption()).isEqualTo(Attempt.Interruption.STOPPING);
        watcher.unwatch(late);
        assertThat(Thread.interrupted()).as("it is taken off the thread").isFalse();
    }

    @Test
    void aHandlerWhoseClaimWasLostMeanwhileIsNotCalled() {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.watcher = watcher;
        dispatcher.held = new HeldClaims();
        Attempt lost = attempt("lost", Duration.ofMinutes(1));

        assertThatThrownBy(() -> dispatcher.dispatch(NEVER_CALLED, lost)).hasMessageContaining("was not called");

        assertThat(lost.interruption()).isEqualTo(Attempt.Interruption.CLAIM_LOST);
        assertThat(watcher.running()).isEmpty();
    }

    /** Ignores its interrupt. */
    private Attempt run(String id) {
        Attempt attempt = attempt(id, Duration.ofMillis(20));
        handlers.execute(() -> {
            watcher.watch(attempt);
            while (end.getCount() > 0) {
                Thread.onSpinWait();
            }
            watcher.unwatch(attempt);
        });
        return attempt;
    }

    private Attempt attempt(String id, Duration timeout) {
        AttemptTime time = new AttemptTime(timeout);
        RunningJob job = new RunningJob(
                new ClaimedJob(id, "deaf", 1, 0, 1, 0, 0, "{}", "{}", Instant.EPOCH, Instant.EPOCH, Instant.EPOCH),
                new JobOptions(0, Backoff.fixed(Duration.ofSeconds(1))),
                time,
                null);
        return new Attempt(List.of(job), time, each -> abandoned.add(each.job().id()));
    }

    private static boolean interrupted(Attempt attempt) {
        return attempt.interruption() == Attempt.Interruption.TIMEOUT;
    }
}
