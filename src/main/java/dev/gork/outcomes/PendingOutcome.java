package dev.gork.outcomes;

import dev.gork.JobFailed;
import dev.gork.attempts.Attempt;
import dev.gork.attempts.RunningJob;
import dev.gork.claims.Claim;
import dev.gork.claims.Outcome;
import java.time.Duration;

/** An outcome on its way to the table; for the recorder's thread alone. */
final class PendingOutcome {
    /** What is known of it. */
    private enum State {
        /** It is to be written. */
        OPEN,
        /** It changed nothing: what stands in its place is to be asked for. */
        LOST,
        /** All that follows from it has been done. */
        SETTLED
    }

    private final Attempt attempt;
    private final RunningJob job;
    private final Outcome own;
    private Outcome outcome;
    private State state = State.OPEN;
    private boolean second;
    private boolean uncertain;
    private boolean setAside;
    private boolean refused;
    private boolean logged;

    PendingOutcome(Attempt attempt, RunningJob job, Outcome outcome) {
        this.attempt = attempt;
        this.job = job;
        this.own = outcome;
        this.outcome = outcome;
    }

    RunningJob job() {
        return job;
    }

    Claim claim() {
        return outcome.claim();
    }

    /** What is to be written: its own outcome, or a failure in its place. */
    Outcome outcome() {
        return outcome;
    }

    /** Whether there was an attempt: a job that was claimed ahead and released had none. */
    boolean ofAttempt() {
        return outcome.attempt() != null;
    }

    /** Whether it is still to be written. */
    boolean isOpen() {
        return state == State.OPEN;
    }

    /** Whether it changed nothing, and nothing has followed from that yet. */
    boolean isLost() {
        return state == State.LOST;
    }

    /** Notes that it changed nothing. */
    void lost() {
        state = State.LOST;
    }

    /** Notes that nothing more is to follow from it. */
    void settle() {
        state = State.SETTLED;
    }

    /** Notes that its claim has another outcome, which came first: released, say, and then completed after all. */
    void noteSecond() {
        second = true;
    }

    /** Whether its claim has another outcome, which came first. */
    boolean isSecond() {
        return second;
    }

    /** Whether an earlier try may have written it, and its answer have been lost. */
    boolean mayBeWritten() {
        return uncertain && !second;
    }

    /** Whether the handler's own transaction may have completed the job, though its commit failed. */
    boolean mayBeCommitted() {
        return attempt.commitUncertain();
    }

    /** Whether what follows from that commit has been done: it failed with an answer that said so. */
    boolean isCommitFollowed() {
        return attempt.commitFollowed();
    }

    /** Whether its row could not be written, though others could. */
    boolean isSetAside() {
        return setAside;
    }

    /** Whether it has become a failure, because the database refuses its own outcome. */
    boolean refused() {
        return refused;
    }

    /** Notes that a try to write it failed, unless that was decided before. */
    void noteUncertain() {
        uncertain = uncertain || isOpen();
    }

    void setAside(boolean aside) {
        setAside = aside;
    }

    /** Notes that it is logged as set aside; whether it was before. */
    boolean noteLogged() {
        boolean before = logged;
        logged = true;
        return before;
    }

    /** Makes a failure of it. */
    void refuse(String error) {
        refused = true;
        Duration ran = ran();
        outcome = Outcome.failed(job.info(), error).ranFor(ran).firing(new JobFailed(job, error, ran));
    }

    /** How long the handler ran, as it was measured when it ended: writing may take minutes more. */
    Duration ran() {
        return own.ran() == null ? job.ran() : own.ran();
    }

    /** Makes its own outcome of it again: if the failure is refused, too, that is no worse, and whichever is taken first is written. */
    void tryAgain() {
        setAside = false;
        refused = false;
        outcome = own;
    }
}
