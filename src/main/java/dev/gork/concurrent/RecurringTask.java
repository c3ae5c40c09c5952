package dev.gork.concurrent;

import dev.gork.log.SafeLog;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task at an interval, and at once when woken; never twice at the same time. A wake-up during a run means another
 * run. When the task fails, wake-ups are ignored for a time that doubles with jitter up to {@link #MAX_PAUSE}, or what
 * {@link #pausingAtMost} says, so that nothing spins while the database is away; it never gives up.
 */
public final class RecurringTask {
    private static final Logger LOG = SafeLog.of(RecurringTask.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    /** A run that takes longer than this is not coming back by itself. */
    private static final Duration HANGING = Duration.ofMinutes(5);

    /** The longest pause after failures, unless a shorter one is set. */
    public static final Duration MAX_PAUSE = Duration.ofSeconds(15);

    /** How late a tick may be before the task no longer counts on it. */
    private static final Duration LATE = Duration.ofSeconds(2);

    /** The task; if it throws, it is tried again after a pause, which grows. */
    @FunctionalInterface
    public interface Task {
        /** Runs once. */
        void run() throws Exception;
    }

    private enum State {
        STOPPED,
        IDLE,
        RUNNING,
        RUNNING_AND_AGAIN
    }

    private final String name;
    private final Duration interval;
    private final ScheduledExecutorService scheduler;
    private final Task task;

    private ScheduledExecutorService ticker;
    private Duration late = LATE;
    private Duration maxPause = MAX_PAUSE;
    private Duration longestRun = HANGING;
    private boolean runsMayBeLong;
    private State state = State.STOPPED;
    private boolean running;
    private int failures;
    private long pausedUntil;
    private long lastTurn = System.nanoTime();
    private long lastTick = System.nanoTime();
    private @Nullable ScheduledFuture<?> ticks;

    /** With a name for the log; made by {@link Threads#recurring}, so that liveness knows of all. */
    RecurringTask(String name, Duration interval, ScheduledExecutorService scheduler, Task task) {
        this.name = name;
        this.interval = interval;
        this.scheduler = scheduler;
        this.ticker = scheduler;
        this.task = task;
    }

    /** Takes its ticks from elsewhere; what they start runs where it would have. */
    RecurringTask tickedBy(ScheduledExecutorService other) {
        ticker = other;
        return this;
    }

    /** For a task that others wait for, once the database is back: it pauses no longer than this between two failures. */
    public RecurringTask pausingAtMost(Duration pause) {
        maxPause = pause.compareTo(MAX_PAUSE) < 0 ? pause : MAX_PAUSE;
        return this;
    }

    /** For tests, which do not wait for minutes. */
    RecurringTask hangingAfter(Duration run) {
        longestRun = run;
        return this;
    }

    /** For tests, too. */
    RecurringTask lateAfter(Duration delay) {
        late = delay;
        return this;
    }

    /** For a task that may take hours: that one of its runs does not end tells nothing. */
    public RecurringTask runningLong() {
        runsMayBeLong = true;
        return this;
    }

    /** Starts with a first run at once; the following ones begin at a random point, so that nodes are not in step. */
    public synchronized void start() {
        state = State.IDLE;
        startTicks();
        wake();
    }

    private void startTicks() {
        lastTick = System.nanoTime();
        long nanos = interval.toNanos();
        try {
            ticks = ticker.scheduleWithFixedDelay(
                    this::tick, ThreadLocalRandom.current().nextLong(nanos) + 1, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, name + " gets no ticks for now", e);
        }
    }

    /** Stands in for ticks that do not come, for whatever reason, and asks for new ones. */
    synchronized void tickIfLate() {
        Duration silence = Duration.ofNanos(System.nanoTime() - lastTick);
        if (state == State.STOPPED || silence.compareTo(interval.plus(late)) < 0) {
            return;
        }
        LOG.log(Level.DEBUG, "{0} has had no tick for {1}", name, silence);
        if (ticks != null) {
            ticks.cancel(false);
        }
        startTicks();
        wake();
    }

    /** Asks for a run as soon as possible. */
    public synchronized void wake() {
        if (state == State.RUNNING) {
            state = State.RUNNING_AND_AGAIN;
        } else if (state == State.IDLE && !paused()) {
            submit();
        }
    }

    /** Cuts its pauses short, now and from here on: for a node that is about to stop. */
    public synchronized void hurry() {
        maxPause = FIRST_PAUSE;
        pausedUntil = System.nanoTime();
        wake();
    }

    /** Ends its pause, if it makes one: what it waited for may be back. */
    public synchronized void retryNow() {
        if (failures > 0) {
            pausedUntil = System.nanoTime();
            wake();
        }
    }

    /** Allows no further run, and waits for the current one. */
    public synchronized void stop(Duration timeout) throws InterruptedException {
        state = State.STOPPED;
        if (ticks != null) {
            ticks.cancel(false);
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        while (running && System.nanoTime() < deadline) {
            TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
        }
    }

    /** Reports success from within a long run, so that the count of failures in a row starts anew. */
    public synchronized void works() {
        lastTurn = System.nanoTime();
        if (failures > 0) {
            LOG.log(Level.INFO, "{0} works again after {1} failures", name, failures);
            failures = 0;
        }
    }

    String name() {
        return name;
    }

    /** Whether the last run failed, so that it is backing off. */
    public synchronized boolean failing() {
        return failures > 0;
    }

    /** Whether runs begin and end as they should, failed or not: false if one hangs, or none begins any more. */
    synchronized boolean alive() {
        long silence = System.nanoTime() - lastTurn;
        return state == State.STOPPED
                || running && runsMayBeLong
                || silence < interval.plus(maxPause).plus(longestRun).toNanos();
    }

    private boolean paused() {
        return failures > 0 && System.nanoTime() - pausedUntil < 0;
    }

    /** The scheduler ends what throws, and there would never be a tick again. */
    private void tick() {
        try {
            ticked();
        } catch (Throwable e) {
            // No memory, or no thread: the next tick may find some. Saying so would take some, too.
        }
    }

    private synchronized void ticked() {
        lastTick = System.nanoTime();
        wake();
    }

    private void submit() {
        try {
            state = State.RUNNING;
            running = true;
            scheduler.execute(this::run);
        } catch (RejectedExecutionException e) {
            state = State.IDLE;
            running = false;
            LOG.log(Level.DEBUG, name + " was not run, for the application stops", e);
        } catch (Throwable e) { // no thread or no memory left; the next tick tries again
            state = State.IDLE;
            running = false;
        }
    }

    private void run() {
        do {
            runOnce();
        } while (goesOn());
    }

    private void runOnce() {
        Throwable failure = null;
        try {
            task.run();
        } catch (Throwable e) { // also an Error: whatever it is, the next run may be fine
            failure = e;
        }
        try {
            if (failure == null) {
                works();
            } else {
                fails(failure);
            }
        } catch (Throwable e) {
            // Even the log may fail, for want of memory. The next tick goes on all the same.
        }
    }

    /** Whether another run was asked for during the last one; if not, the next wake-up begins one. */
    private synchronized boolean goesOn() {
        // On a machine that is held up, the wake-up after a pause comes before this: it must not be lost.
        if (state == State.RUNNING_AND_AGAIN && !paused()) {
            state = State.RUNNING;
            return true;
        }
        if (state != State.STOPPED) {
            state = State.IDLE;
        }
        running = false;
        notifyAll();
        return false;
    }

    private synchronized void fails(Throwable failure) {
        lastTurn = System.nanoTime();
        double doubled = FIRST_PAUSE.toNanos() * Math.pow(2, Math.min(failures, 10));
        long pause = (long) (Math.min(doubled, maxPause.toNanos())
                * (0.5 + ThreadLocalRandom.current().nextDouble() / 2));
        failures++;
        pausedUntil = System.nanoTime() + pause;
        wakeAfter(pause);
        String message = name + " failed (" + failures + " in a row), next try in " + pause / 1_000_000 + " ms: "
                + rootCause(failure);
        // One stack trace an outage: the hundredth tells nothing new.
        if (failures == 1) {
            LOG.log(Level.WARNING, message, failure);
        } else {
            LOG.log(Level.INFO, message);
        }
    }

    /** What the database said, without the statement and the layers that JPA wraps around it. */
    private static String rootCause(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < 20; depth++) {
            root = root.getCause();
        }
        return root.toString().lines().findFirst().orElse("");
    }

    /** The interval may be far longer than the pause, or nobody may wake it. */
    private void wakeAfter(long pause) {
        if (state != State.STOPPED) {
            try {
                scheduler.schedule(this::wake, pause + 1_000_000, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                LOG.log(Level.DEBUG, name + " is not woken after its pause", e);
            }
        }
    }
}
