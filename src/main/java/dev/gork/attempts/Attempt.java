package dev.gork.attempts;

import dev.gork.claims.Claim;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call of a handler for claimed jobs: its time, its thread, and the way to interrupt it without hitting whatever that
 * thread does next.
 */
public final class Attempt {

    /** Why a handler was interrupted. */
    public enum Interruption {
        NONE,
        TIMEOUT,
        STOPPING,
        CLAIM_LOST
    }

    private final List<RunningJob> jobs;
    private final AttemptTime time;
    private final Consumer<Attempt> whenAbandoned;

    private volatile boolean commitUncertain;
    private volatile boolean commitFollowed;
    private Gate.@Nullable Pass pass;
    private @Nullable Thread thread;
    private Interruption interruption = Interruption.NONE;
    private long interruptedNanos;
    private boolean stuck;

    /**
     * Makes one that has not begun.
     *
     * @param jobs those that the handler is called for, at least one, all of one queue
     * @param time the same as the jobs'
     * @param whenAbandoned ends it without its handler
     */
    public Attempt(List<RunningJob> jobs, AttemptTime time, Consumer<Attempt> whenAbandoned) {
        this.jobs = jobs;
        this.time = time;
        this.whenAbandoned = whenAbandoned;
    }

    /** The jobs that the handler is called for. */
    public List<RunningJob> jobs() {
        return jobs;
    }

    /** The job of a handler that is called for one at a time. */
    public RunningJob job() {
        return jobs.get(0);
    }

    /** The queue of all of its jobs. */
    public String queue() {
        return job().queue();
    }

    /** The time it has taken, and may take. */
    public AttemptTime time() {
        return time;
    }

    /** Whether one of its jobs runs under one of these claims. */
    public boolean runsUnder(Set<Claim> claims) {
        return jobs.stream().anyMatch(job -> claims.contains(job.info().claim()));
    }

    /** Notes that its completion may be committed, though the commit failed: perhaps only the answer was lost. */
    public void commitFailed() {
        commitUncertain = true;
    }

    /** Whether its completion may be committed, though the commit failed. */
    public boolean commitUncertain() {
        return commitUncertain;
    }

    /** Notes that its completion is committed, and what follows from it done. */
    public void commitWasFollowed() {
        commitFollowed = true;
    }

    /** Whether its completion is committed, and what follows from it done. */
    public boolean commitFollowed() {
        return commitFollowed;
    }

    /** Notes what it has to give back once it leaves the gate. */
    public void admit(Gate.Pass through) {
        pass = through;
    }

    /** Lets those in that wait for it at the gate, whether it has ended or is given up. */
    public void leave() {
        if (pass != null) {
            pass.leave();
        }
    }

    /** Allows the current thread to be interrupted for it. */
    public synchronized void begin() {
        thread = Thread.currentThread();
    }

    /** Forbids it from here on; an interrupt, also of the handler's own, is taken off the thread. */
    public synchronized void end() {
        thread = null;
        Thread.interrupted();
    }

    /** What its thread does now; empty if it has ended. */
    synchronized StackTraceElement[] stack() {
        return thread == null ? new StackTraceElement[0] : thread.getStackTrace();
    }

    /** Why it was interrupted, if it was. */
    public synchronized Interruption interruption() {
        return interruption;
    }

    /** Interrupts the handler, once. */
    public synchronized void interrupt(Interruption why) {
        if (thread != null && interruption == Interruption.NONE) {
            interruption = why;
            interruptedNanos = System.nanoTime();
            thread.interrupt();
        }
    }

    /** Whether it has gone on after its interrupt for as long as a handler may take to notice. */
    public synchronized boolean stuck() {
        return stuck;
    }

    /** Whether it is stuck, and that has not been noted yet. */
    public synchronized boolean turnsStuck(Duration allowed) {
        return !stuck
                && thread != null
                && (interruption == Interruption.TIMEOUT || interruption == Interruption.CLAIM_LOST)
                && System.nanoTime() - interruptedNanos >= allowed.toNanos();
    }

    /** Notes that it is stuck. */
    public synchronized void noteStuck() {
        stuck = true;
    }

    /**
     * Ends it, although its handler goes on. It keeps its slot, because its thread is busy, and what the handler still does
     * to the rows is fenced off.
     */
    public void abandon() {
        whenAbandoned.accept(this);
    }

    @Override
    public String toString() {
        return jobs.size() == 1 ? job().toString() : jobs.size() + " jobs of queue '" + queue() + "'";
    }
}
