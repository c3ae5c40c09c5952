package dev.gork.concurrent;

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
public final class Pulse {
    private static final Logger LOG = System.getLogger(Pulse.class.getName());
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    /** A run that takes longer than this is not coming back by itself. */
    private static final Duration HANGING = Duration.ofMinutes(5);

    private static final Duration MAX_PAUSE = Duration.ofSeconds(15);

    /** What is run; an exception means: later again. */
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

    private Duration maxPause = MAX_PAUSE;
    private State state = State.STOPPED;
    private boolean running;
    private int failures;
    private long pausedUntil;
    private long lastTurn = System.nanoTime();
    private @Nullable ScheduledFuture<?> ticks;

    /** With a name for the log. */
    public Pulse(String name, Duration interval, ScheduledExecutorService scheduler, Task task) {
        this.name = name;
        this.interval = interval;
        this.scheduler = scheduler;
        this.task = task;
    }

    /** For a task that others wait for, once the database is back: it pauses no longer than this between two failures. */
    public Pulse pausingAtMost(Duration pause) {
        maxPause = pause.compareTo(MAX_PAUSE) < 0 ? pause : MAX_PAUSE;
        return this;
    }

    /** Starts with a first run at once; the following ones begin at a random point, so that nodes are not in step. */
    public synchronized void start() {
        state = State.IDLE;
        long nanos = interval.toNanos();
        ticks = scheduler.scheduleWithFixedDelay(
                this::wake, ThreadLocalRandom.current().nextLong(nanos) + 1, nanos, TimeUnit.NANOSECONDS);
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

    /** Ends its pause, and from now on makes none longer than the first: for an end that is near, and does not wait. */
    public synchronized void hurry() {
        maxPause = FIRST_PAUSE;
        pausedUntil = System.nanoTime();
        wake();
    }

    /** Allows no further run, and waits for the current one. */
    public synchronized void stop(Duration patience) throws InterruptedException {
        state = State.STOPPED;
        if (ticks != null) {
            ticks.cancel(false);
        }
        long deadline = System.nanoTime() + patience.toNanos();
        while (running && System.nanoTime() < deadline) {
            TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
        }
    }

    /** Notes that it works, in the middle of a run that goes on for long: its next failure is then the first in a row. */
    public synchronized void works() {
        if (failures > 0) {
            LOG.log(Level.INFO, "{0} works again after {1} failures", name, failures);
            failures = 0;
        }
    }

    /** Whether the last run failed, so that it is backing off. */
    public synchronized boolean failing() {
        return failures > 0;
    }

    /** Whether runs begin and end as they should, failed or not: false if one hangs, or none begins any more. */
    public synchronized boolean turning() {
        long silence = System.nanoTime() - lastTurn;
        return state == State.STOPPED
                || silence < interval.plus(MAX_PAUSE).plus(HANGING).toNanos();
    }

    private boolean paused() {
        return failures > 0 && System.nanoTime() - pausedUntil < 0;
    }

    private void submit() {
        try {
            state = State.RUNNING;
            running = true;
            scheduler.execute(this::run);
        } catch (RejectedExecutionException
                | OutOfMemoryError e) { // stopped, or no thread left; the next tick tries again
            LOG.log(Level.DEBUG, name + " was not run", e);
            state = State.IDLE;
            running = false;
        }
    }

    private void run() {
        do {
            Throwable failure = null;
            try {
                task.run();
            } catch (Throwable e) { // also an Error: whatever it is, the next run may be fine
                failure = e;
            }
            note(failure);
        } while (again());
    }

    private synchronized boolean again() {
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

    private synchronized void note(@Nullable Throwable failure) {
        lastTurn = System.nanoTime();
        if (failure == null) {
            works();
            return;
        }
        double doubled = FIRST_PAUSE.toNanos() * Math.pow(2, Math.min(failures, 10));
        long pause = (long) (Math.min(doubled, maxPause.toNanos())
                * (0.5 + ThreadLocalRandom.current().nextDouble() / 2));
        failures++;
        pausedUntil = System.nanoTime() + pause;
        String message = name + " failed (" + failures + " in a row), next try in " + pause / 1_000_000 + " ms: "
                + rootCause(failure);
        // One stack trace an outage: the hundredth tells nothing new.
        if (failures == 1) {
            LOG.log(Level.WARNING, message, failure);
        } else {
            LOG.log(Level.INFO, message);
        }
        wakeAfter(pause);
    }

    /** What the database said, without the statement and the layers that JPA wraps around it. */
    private static String rootCause(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < 20; depth++) {
            root = root.getCause();
        }
        return root.toString().lines().findFirst().orElse("");
    }

    /** The interval may be far longer than the pause, or the pulse have nobody who wakes it. */
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
