package dev.gork.engine;

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
final class Attempt {

    /** Why a handler was interrupted. */
    enum Interruption {
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
     * @param jobs those that the handler is called for, at least one, all of one queue
     * @param time the same as the jobs'
     * @param whenAbandoned ends it without its handler
     */
    Attempt(List<RunningJob> jobs, AttemptTime time, Consumer<Attempt> whenAbandoned) {
        this.jobs = jobs;
        this.time = time;
        this.whenAbandoned = whenAbandoned;
    }

    List<RunningJob> jobs() {
        return jobs;
    }

    /** The job of a handler that is called for one at a time. */
    RunningJob job() {
        return jobs.get(0);
    }

    String queue() {
        return job().queue();
    }

    AttemptTime time() {
        return time;
    }

    /** Whether one of its jobs runs under one of these claims. */
    boolean runsUnder(Set<Claim> claims) {
        return jobs.stream().anyMatch(job -> claims.contains(job.info().claim()));
    }

    /** Notes that its completion may be committed, though the commit failed: perhaps only the answer was lost. */
    void commitFailed() {
        commitUncertain = true;
    }

    boolean commitUncertain() {
        return commitUncertain;
    }

    /** Notes that its completion is committed, and what follows from it done. */
    void commitWasFollowed() {
        commitFollowed = true;
    }

    boolean commitFollowed() {
        return commitFollowed;
    }

    /** Starts its time, for it has passed the gate. */
    void admit(Gate.Pass through) {
        pass = through;
        time.start();
    }

    /** Lets those in that wait for it at the gate, whether it has ended or is given up. */
    void leave() {
        if (pass != null) {
            pass.leave();
        }
    }

    /** Allows the current thread to be interrupted for it. */
    synchronized void begin() {
        thread = Thread.currentThread();
    }

    /** Forbids it from here on; an interrupt, also of the handler's own, is taken off the thread. */
    synchronized void end() {
        thread = null;
        Thread.interrupted();
    }

    /** What its thread does now; empty if it has ended. */
    synchronized StackTraceElement[] stack() {
        return thread == null ? new StackTraceElement[0] : thread.getStackTrace();
    }

    /** Why it was interrupted, if it was. */
    synchronized Interruption interruption() {
        return interruption;
    }

    /** Interrupts the handler, once. */
    synchronized void interrupt(Interruption why) {
        if (thread != null && interruption == Interruption.NONE) {
            interruption = why;
            interruptedNanos = System.nanoTime();
            thread.interrupt();
        }
    }

    /** Whether it has gone on after its interrupt for as long as a handler may take to notice. */
    synchronized boolean stuck() {
        return stuck;
    }

    /** Whether it is stuck, and that has not been noted yet. */
    synchronized boolean turnsStuck(Duration allowed) {
        return !stuck
                && thread != null
                && (interruption == Interruption.TIMEOUT || interruption == Interruption.CLAIM_LOST)
                && System.nanoTime() - interruptedNanos >= allowed.toNanos();
    }

    /** Notes that it is stuck. */
    synchronized void noteStuck() {
        stuck = true;
    }

    /**
     * Ends it, although its handler goes on. It keeps its slot, because its thread is busy, and what the handler still does
     * to the rows is fenced off.
     */
    void abandon() {
        whenAbandoned.accept(this);
    }

    @Override
    public String toString() {
        return jobs.size() == 1 ? job().toString() : jobs.size() + " jobs of queue '" + queue() + "'";
    }
}
