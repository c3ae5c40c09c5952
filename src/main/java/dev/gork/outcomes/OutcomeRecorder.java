package dev.gork.outcomes;

import dev.gork.JobCompleted;
import dev.gork.JobEvent;
import dev.gork.JobFenced;
import dev.gork.JobStatus;
import dev.gork.attempts.Attempt;
import dev.gork.attempts.RunningJob;
import dev.gork.claims.Claim;
import dev.gork.claims.ClaimStore;
import dev.gork.claims.Outcome;
import dev.gork.concurrent.RecurringTask;
import dev.gork.concurrent.Threads;
import dev.gork.database.Database;
import dev.gork.database.Failover;
import dev.gork.database.SqlErrors;
import dev.gork.log.SafeLog;
import dev.gork.payload.Texts;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * Writes outcomes, many at a time: what gathers while one write is under way is the next write, so an idle node writes
 * at once and a busy one in groups. An outcome that cannot be written now is kept and written later; one whose own row
 * cannot be written, because someone has locked it or the database refuses it, is set aside and keeps no other waiting.
 */
@ApplicationScoped
public class OutcomeRecorder {
    private static final Logger LOG = SafeLog.of(OutcomeRecorder.class);

    /** How many outcomes may wait to be written; beyond it, handlers wait, and memory stays bounded. */
    private static final int CAPACITY = 10_000;

    private static final int MAX_ERROR_LENGTH = 1000;

    /** Where one row was locked another soon is: until then locked rows are looked for before they are waited for. */
    private static final Duration WARY = Duration.ofSeconds(5);

    @Inject
    ClaimStore store;

    @Inject
    Database database;

    @Inject
    HeldClaims held;

    @Inject
    Failover failover;

    @Inject
    Announcer announcer;

    @Inject
    Event<ClaimsReturned> returned;

    @Inject
    Threads threads;

    private final OutcomeBacklog backlog = new OutcomeBacklog();
    private final Semaphore capacity = new Semaphore(CAPACITY);
    private RecurringTask task;
    private long waryUntil = System.nanoTime();

    @PostConstruct
    void prepare() {
        task = threads.recurring("Writing outcomes", OutcomeBacklog.ASIDE, this::write);
    }

    /** Begins to write. */
    public void start() {
        task.start();
    }

    /** Takes an outcome; its event is fired once it is written. Waits while too many are waiting already. */
    public void record(Attempt attempt, RunningJob job, Outcome outcome) {
        capacity.acquireUninterruptibly();
        backlog.add(new PendingOutcome(attempt, job, outcome));
        task.wake();
    }

    /** Whether every outcome taken has been written. */
    public boolean idle() {
        return capacity.availablePermits() == CAPACITY;
    }

    /** An outage that has just ended, or ends now, must not cost what there is to be written before it stops. */
    public void hurry() {
        task.hurry();
    }

    /** Writes no more, once the write that is under way has ended or the time is up. */
    public void stop(Duration timeout) throws InterruptedException {
        task.stop(timeout);
    }

    /** Only ever run by the task, one at a time. */
    private void write() {
        List<PendingOutcome> group = backlog.next();
        while (!group.isEmpty()) {
            tryToWrite(group);
            List<JobEvent> fenced = tryToSettle(group);
            backlog.done(group);
            written(group, fenced);
            group = backlog.next();
        }
    }

    private void written(List<PendingOutcome> group, List<JobEvent> fenced) {
        List<PendingOutcome> written =
                group.stream().filter(each -> !each.isSetAside()).toList();
        written.forEach(each -> held.remove(each.job().info()));
        announcer.announce(fenced);
        capacity.release(written.size());
        announceReturned(written);
    }

    private void tryToWrite(List<PendingOutcome> group) {
        noteSeconds(group);
        try {
            writeAll(group);
        } catch (RuntimeException e) {
            group.forEach(PendingOutcome::noteUncertain);
            if (group.size() == 1 && databaseIsThere(e)) {
                // Such as what is only refused by the commit, or hangs: nobody says whose row it is, but it is alone
                // now.
                setAside(group.get(0), SqlErrors.message(e));
                return;
            }
            failed(group, e);
        }
    }

    /** A question that is not answered is asked again; it makes no outcome uncertain, and none is written twice for it. */
    private List<JobEvent> tryToSettle(List<PendingOutcome> group) {
        List<PendingOutcome> lost =
                group.stream().filter(PendingOutcome::isLost).toList();
        try {
            Map<PendingOutcome, Outcome> standing = new HashMap<>();
            lost.forEach(each -> standing(each).ifPresent(outcome -> standing.put(each, outcome)));
            standing.forEach(this::follow);
        } catch (RuntimeException e) {
            failed(group, e);
        }
        List<JobEvent> fenced = lost.stream()
                .filter(each -> each.isLost() && each.ofAttempt())
                .map(each -> fenced(each.job()))
                .toList();
        lost.forEach(PendingOutcome::settle);
        return fenced;
    }

    private void failed(List<PendingOutcome> group, RuntimeException failure) {
        backlog.failed(group);
        failover.noticed(failure);
        throw failure;
    }

    /** What stands in the table of a claim whose outcome changed nothing: an earlier try's, or the handler's own. */
    private Optional<Outcome> standing(PendingOutcome each) {
        Optional<JobStatus> status =
                each.mayBeWritten() || each.mayBeCommitted() ? store.statusUnder(each.claim()) : Optional.empty();
        if (each.mayBeWritten()
                && status.filter(is -> is == each.outcome().status()).isPresent()) {
            return Optional.of(each.outcome());
        }
        return each.mayBeCommitted()
                        && status.filter(is -> is == JobStatus.COMPLETED).isPresent()
                ? Optional.of(completed(each.job(), each.ran()))
                : Optional.empty();
    }

    private void follow(PendingOutcome each, Outcome standing) {
        if (!each.isCommitFollowed()) {
            store.wasWritten(standing);
        }
        each.settle();
    }

    /**
     * Whether a failure was not for want of a database. It is asked, for a trigger of somebody's may refuse a single row
     * in whatever words, also in those for an outage.
     */
    private boolean databaseIsThere(RuntimeException failure) {
        try {
            database.checkWritable();
            return true;
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            return false;
        }
    }

    /** Writes those that are not written yet. */
    private void writeAll(List<PendingOutcome> group) {
        List<PendingOutcome> open =
                group.stream().filter(PendingOutcome::isOpen).toList();
        if (open.isEmpty()) {
            return;
        }
        List<Outcome> outcomes = open.stream()
                .filter(each -> !each.isSecond())
                .map(PendingOutcome::outcome)
                .toList();
        if (System.nanoTime() - waryUntil >= 0) {
            try {
                decide(open, store.finish(outcomes));
                return;
            } catch (RuntimeException e) {
                if (!SqlErrors.isWait(e)) {
                    oneByOne(open, e);
                    return;
                }
                LOG.log(Level.DEBUG, "Outcomes waited for a lock, or a slow database; looking for locked rows", e);
                beWary();
            }
        }
        writeUnlocked(open, outcomes);
    }

    private void writeUnlocked(List<PendingOutcome> open, List<Outcome> outcomes) {
        ClaimStore.Finished finished;
        long start = System.nanoTime();
        try {
            finished = store.finishUnlocked(outcomes);
        } catch (RuntimeException e) {
            if (SqlErrors.isWait(e) && System.nanoTime() - start >= ClaimStore.LOCK_WAIT.toNanos()) {
                throw e; // each part might take as long; a refusal takes no time, whatever it says
            }
            oneByOne(open, e);
            return;
        }
        List<PendingOutcome> locked = open.stream()
                .filter(each -> finished.locked().contains(each.claim()))
                .toList();
        if (!locked.isEmpty()) {
            beWary();
            locked.forEach(each -> setAside(each, "its row is locked by somebody else"));
        }
        decide(open.stream().filter(each -> !each.isSetAside()).toList(), finished.lost());
    }

    private void beWary() {
        waryUntil = System.nanoTime() + WARY.toNanos();
    }

    /** A claim may have two outcomes, such as released and completed after all: the first is its outcome. */
    private static void noteSeconds(List<PendingOutcome> group) {
        Set<Claim> seen = new HashSet<>();
        for (PendingOutcome each : group) {
            if (!seen.add(each.claim())) {
                each.noteSecond();
            }
        }
    }

    /** What was written has been followed at its commit, whatever becomes of the rest of its group. */
    private static void decide(List<PendingOutcome> group, Set<Claim> lost) {
        for (PendingOutcome each : group) {
            if (!each.isSecond() && !lost.contains(each.claim())) {
                each.settle();
            } else {
                each.lost();
            }
        }
    }

    /** Divides until what the database refuses is alone. */
    private void oneByOne(List<PendingOutcome> group, RuntimeException failure) {
        if (!databaseIsThere(failure)) {
            throw failure;
        }
        if (group.size() > 1) {
            writeAll(group.subList(0, group.size() / 2));
            writeAll(group.subList(group.size() / 2, group.size()));
            return;
        }
        PendingOutcome refused = group.get(0);
        if (SqlErrors.isAboutData(failure) && !refused.refused()) {
            refuse(refused, failure);
            writeAll(group);
            return;
        }
        setAside(refused, SqlErrors.message(failure));
    }

    private void setAside(PendingOutcome each, String reason) {
        backlog.setAside(each);
        LOG.log(
                each.noteLogged() ? Level.DEBUG : Level.WARNING,
                "The outcome ''{0}'' of {1} cannot be written now and is tried again: {2}",
                each.outcome().status().word(),
                each.job(),
                reason);
    }

    /** The database refuses this very outcome, and would for ever: the job must not hold up its neighbours, nor be lost. */
    private static void refuse(PendingOutcome each, RuntimeException cause) {
        String error = Texts.storable(
                "Its outcome '" + each.outcome().status().word() + "' could not be stored: " + SqlErrors.message(cause),
                MAX_ERROR_LENGTH);
        LOG.log(
                Level.ERROR,
                "Job ''{0}'' of queue ''{1}'': {2}",
                each.job().id(),
                each.job().queue(),
                error);
        each.refuse(error);
    }

    private void announceReturned(Collection<PendingOutcome> group) {
        Set<String> queues = new HashSet<>();
        group.stream()
                .filter(each -> !each.ofAttempt())
                .forEach(each -> queues.add(each.job().queue()));
        if (!queues.isEmpty()) {
            returned.fire(new ClaimsReturned(queues));
        }
    }

    /** The outcome of a handler that returned. */
    public static Outcome completed(RunningJob job) {
        return completed(job, job.ran());
    }

    private static Outcome completed(RunningJob job, Duration ran) {
        return Outcome.completed(job.info(), job.resultJson())
                .ranFor(ran)
                .firing(new JobCompleted(job.id(), job.queue(), job.attempt(), ran));
    }

    /** The event of an attempt that ended after its claim was lost. */
    public static JobEvent fenced(RunningJob job) {
        return new JobFenced(job.id(), job.queue(), job.attempt(), job.info().claimNumber());
    }
}
