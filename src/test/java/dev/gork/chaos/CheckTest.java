package dev.gork.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.chaos.ClaimSpan.End;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the chaos suite's checker sees in a job's history; if it were blind, the suite would prove nothing. */
class CheckTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final String JOB = "plain-1";
    private static final String OTHER = "plain-2";

    @Test
    void whatIsRunAgainAfterItWasCompletedIsIllegal() {
        JobHistory history = history();
        history.add(row("initialized", 1, 0, 0, "a", 1));
        history.add(row("completed", 1, 0, 0, "a", 2));
        assertThat(history.illegal()).isEmpty();

        history.add(row("initialized", 2, 0, 0, "b", 3));

        assertThat(history.illegal()).hasSize(1);
    }

    @Test
    void aClaimThatKeepsItsNumberIsIllegal() {
        JobHistory history = history();
        history.add(row("initialized", 1, 0, 0, "a", 1));
        history.add(row("scheduled", 1, 0, 1, "b", 9));

        history.add(row("initialized", 1, 0, 1, "b", 10));

        assertThat(history.illegal()).hasSize(1);
    }

    @Test
    void aClaimThatLowersItsNumberIsIllegal() {
        JobHistory history = history();
        history.add(row("initialized", 1700, 0, 0, "a", 1));
        history.add(row("scheduled", 1700, 1, 0, "a", 9));
        assertThat(history.illegal()).isEmpty();

        history.add(row("initialized", 1699, 1, 0, "b", 10));

        assertThat(history.illegal()).hasSize(1);
    }

    @Test
    void anIdMayLiveAgainButNoClaimNumberMayComeAgain() {
        JobHistory raised = livesAgain(2);
        JobHistory begunAnew = livesAgain(1);

        assertThat(raised.illegal()).isEmpty();
        assertThat(raised.claims()).extracting(ClaimSpan::end).containsExactly(End.COMPLETED, End.OPEN);
        assertThat(begunAnew.illegal()).hasSize(1);
    }

    @Test
    void aRunningJobThatIsDeletedIsIllegal() {
        JobHistory history = history();
        history.add(row("initialized", 1, 0, 0, "a", 1));

        history.add(row(JobHistory.DELETED, 1, 0, 0, "b", 2));

        assertThat(history.illegal()).hasSize(1);
    }

    @Test
    void anAttemptOfAnEarlierLifeThatEndsTheJobIsIllegal() {
        JobHistory history = livesAgain(2);
        assertThat(history.illegal()).isEmpty();

        history.add(row("completed", 2, 0, 0, "a", 5));

        assertThat(history.illegal()).hasSize(1);
    }

    @Test
    void whyAClaimEndedIsTold() {
        JobHistory history = history();
        history.add(row("initialized", 1, 0, 0, "a", 1));
        history.add(row("scheduled", 1, 0, 0, "a", 2));
        history.add(row("initialized", 2, 0, 0, "a", 3));
        history.add(row("scheduled", 2, 1, 0, "a", 4));
        history.add(row("initialized", 3, 1, 0, "a", 5));
        history.add(row("scheduled", 3, 1, 1, "b", 6));
        history.add(row("initialized", 4, 1, 1, "b", 7));

        assertThat(history.claims())
                .extracting(ClaimSpan::end)
                .containsExactly(End.RELEASED, End.RETRIED, End.RESCUED, End.OPEN);
    }

    /** It had not begun, so the rescue does not count; a job that is no suspect, nobody else may end. */
    @Test
    void aSuspectIsRescuedWithoutBeingCounted() {
        JobHistory suspect = history();
        suspect.add(row("initialized", 1, 0, 2, "a", 1));
        suspect.add(row("scheduled", 1, 0, 2, "b", 9));
        JobHistory innocent = history();
        innocent.add(row("initialized", 1, 0, 1, "a", 1));
        innocent.add(row("scheduled", 1, 0, 1, "b", 9));

        assertThat(suspect.illegal()).isEmpty();
        assertThat(innocent.illegal()).hasSize(1);
    }

    @Test
    void aRescueNeedsAReasonAndIsMeasured() {
        JobHistory rescued = rescuedFromAAfter(8);
        Rescues killed = rescues(fault(FaultKind.KILLED, "a", 2, 3));
        Rescues otherKilled = rescues(fault(FaultKind.KILLED, "b", 2, 3));
        Rescues clockSet = rescues(fault(FaultKind.CLOCK_SET, "a", 2, 3));

        List.of(killed, otherKilled, clockSet).forEach(each -> each.look(rescued));

        assertThat(killed.unexplained()).isEmpty();
        assertThat(killed.slowest()).isEqualTo(Duration.ofSeconds(7));
        assertThat(otherKilled.unexplained()).hasSize(1);
        assertThat(clockSet.unexplained()).hasSize(1);
    }

    @Test
    void theTimeWithoutTheDatabaseIsNobodysFault() {
        Rescues rescues = rescues(fault(FaultKind.KILLED, "a", 2, 3), fault(FaultKind.DATABASE_STOPPED, null, 4, 6));

        rescues.look(rescuedFromAAfter(8));

        assertThat(rescues.slowest()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void aFrozenNodeThatKeptItsJobIsMeasuredUntilItGoesOn() {
        Rescues rescues = rescues(fault(FaultKind.FROZEN, "a", 2, 8));

        rescues.look(completedByAAfter(15));

        assertThat(rescues.slowest()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void aNodeThatIsAwayForLongWhileNobodyRescuesItsJobIsMeasuredInFull() {
        Rescues rescues = rescues(fault(FaultKind.FROZEN, "a", 2, 60));

        rescues.look(completedByAAfter(70));

        assertThat(rescues.slowest()).isEqualTo(Duration.ofSeconds(58));
    }

    @Test
    void aLateLineOfAFrozenNodeIsExplainedAndOneForNoReasonIsNot() {
        Ledger ledger = new Ledger();
        ledger.add(JOB, "b", START.plusSeconds(10));
        ledger.add(JOB, "a", START.plusSeconds(21));
        Repeats frozen = new Repeats(List.of(fault(FaultKind.FROZEN, "a", 2, 20)), ledger);
        Repeats clockSet = new Repeats(List.of(fault(FaultKind.CLOCK_SET, "a", 2, 20)), ledger);

        List.of(frozen, clockSet).forEach(each -> each.look(rescuedFromAAfter(8)));

        assertThat(frozen.unexplained()).isEmpty();
        assertThat(clockSet.unexplained()).hasSize(1);
    }

    @Test
    void theTimeOfStalledCommitsIsNobodysFault() {
        Rescues rescues = rescues(fault(FaultKind.KILLED, "a", 2, 3), fault(FaultKind.COMMITS_STALLED, null, 2, 7));

        rescues.look(rescuedFromAAfter(8));

        assertThat(rescues.slowest()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aLockedRowCannotBeRescuedAndNoOtherIsExcused() {
        Inflicted killed = fault(FaultKind.KILLED, "a", 2, 3);
        Rescues locked = rescues(killed, fault(FaultKind.ROW_LOCKED, "a", JOB, 1, 6));
        Rescues besides = rescues(killed, fault(FaultKind.ROW_LOCKED, "a", OTHER, 1, 6));

        List.of(locked, besides).forEach(each -> each.look(rescuedFromAAfter(8)));

        assertThat(locked.slowest()).isEqualTo(Duration.ofSeconds(3));
        assertThat(besides.slowest()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void theTimeInWhichNoNodeIsThereIsNobodysFault() {
        Inflicted killed = fault(FaultKind.KILLED, "a", 2, 20);
        Rescues both = rescues(killed, fault(FaultKind.POISONED, "b", 3, 7));
        Rescues oneAfterTheOther = rescues(killed, fault(FaultKind.FROZEN, "b", 0, 1));

        List.of(both, oneAfterTheOther).forEach(each -> each.look(rescuedFromAAfter(8)));

        assertThat(both.slowest()).isEqualTo(Duration.ofSeconds(2));
        assertThat(oneAfterTheOther.slowest()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void aClaimThatALivingNodeDoesNotRunIsFound() {
        int tooLong = (int) plan().strayed().toSeconds() + 2;
        JobHistory held = history();
        held.add(row("initialized", 1, 0, 0, "a", 1));
        Strays quiet = strays(tooLong, new Ledger());
        Strays soon = strays(tooLong - 3, new Ledger());
        Strays frozen = strays(tooLong, new Ledger(), fault(FaultKind.FROZEN, "a", 8, 12));
        Strays otherFrozen = strays(tooLong, new Ledger(), fault(FaultKind.FROZEN, "b", 8, 12));
        Strays locked = strays(tooLong, new Ledger(), fault(FaultKind.ROW_LOCKED, "a", JOB, 8, 12));
        Strays otherLocked = strays(tooLong, new Ledger(), fault(FaultKind.ROW_LOCKED, "a", OTHER, 8, 12));

        List.of(quiet, soon, frozen, otherFrozen, locked, otherLocked).forEach(each -> each.look(held));

        assertThat(List.of(quiet, otherFrozen, otherLocked))
                .allSatisfy(each -> assertThat(each.found()).hasSize(1));
        assertThat(List.of(soon, frozen, locked))
                .allSatisfy(each -> assertThat(each.found()).isEmpty());
    }

    @Test
    void aLockThatCameLongAfterAClaimSaysNothingOfIt() {
        int tooLong = (int) plan().strayed().toSeconds() + 2;
        Strays lockedLater =
                strays(2 * tooLong, new Ledger(), fault(FaultKind.ROW_LOCKED, "a", JOB, tooLong + 10, tooLong + 20));

        lockedLater.look(rescuedFromAAfter(8));

        assertThat(lockedLater.found()).isEmpty();
    }

    @Test
    void whatWaitsForASuspectThatIsRunAloneIsNotIdle() {
        int tooLong = (int) plan().strayed().toSeconds() + 2;
        JobHistory held = history();
        held.add(row("initialized", 1, 0, 0, "a", 1));
        Strays beside = strays(tooLong, new Ledger(), suspect(OTHER, "a", 8, 12));
        Strays elsewhere = strays(tooLong, new Ledger(), suspect(OTHER, "b", 8, 12));
        Strays itself = strays(tooLong, new Ledger(), suspect(JOB, "a", 1, tooLong));

        List.of(beside, elsewhere, itself).forEach(each -> each.look(held));

        assertThat(beside.found()).isEmpty();
        assertThat(List.of(elsewhere, itself))
                .allSatisfy(each -> assertThat(each.found()).hasSize(1));
    }

    @Test
    void whatWaitsForASuspectHasToBeRescuedInTimeAllTheSame() {
        List<Inflicted> faults = List.of(fault(FaultKind.KILLED, "a", 2, 3));
        Rescues waited = new Rescues(faults, suspect(OTHER, "b", 5, 9));
        Rescues other = new Rescues(faults, suspect(OTHER, "b", 10, 12));

        List.of(waited, other).forEach(each -> each.look(rescuedFromAAfter(8)));

        assertThat(waited.slowest()).isEqualTo(Duration.ofSeconds(6));
        assertThat(other.slowest()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void aStrayIsFoundAlsoIfItIsRescuedInTheEnd() {
        int tooLong = (int) plan().strayed().toSeconds() + 2;
        Strays strays = strays(tooLong + 10, new Ledger(), fault(FaultKind.KILLED, "a", tooLong + 1, tooLong + 2));

        strays.look(rescuedFromAAfter(tooLong + 8));

        assertThat(strays.found()).hasSize(1);
    }

    @Test
    void aJobThatIsCompletedWithoutItsHandlersLineWasNotRun() {
        Ledger ledger = new Ledger();
        Strays unwritten = strays(20, ledger);
        unwritten.look(completedByAAfter(5));
        ledger.add(JOB, "a", START.plusSeconds(4));
        Strays written = strays(20, ledger);
        written.look(completedByAAfter(5));
        Ledger ofAnother = new Ledger();
        ofAnother.add(JOB, "b", START.plusSeconds(4));
        Strays writtenByAnother = strays(20, ofAnother);
        writtenByAnother.look(completedByAAfter(5));

        assertThat(unwritten.completed()).hasSize(1);
        assertThat(written.completed()).isEmpty();
        assertThat(writtenByAnother.completed()).hasSize(1);
    }

    @Test
    void anOutcomeThatWaitsForAnotherJobsRowIsFound() {
        Ledger ledger = new Ledger();
        ledger.add(JOB, "a", START.plusSeconds(2));
        HeldUp besides = new HeldUp(List.of(fault(FaultKind.ROW_LOCKED, "a", OTHER, 1, 12)), ledger);
        HeldUp itself = new HeldUp(List.of(fault(FaultKind.ROW_LOCKED, "a", JOB, 1, 12)), ledger);
        HeldUp otherNode = new HeldUp(List.of(fault(FaultKind.ROW_LOCKED, "b", OTHER, 1, 12)), ledger);
        HeldUp frozen = new HeldUp(
                List.of(fault(FaultKind.ROW_LOCKED, "a", OTHER, 1, 12), fault(FaultKind.FROZEN, "a", 3, 10)), ledger);
        HeldUp quick = new HeldUp(List.of(fault(FaultKind.ROW_LOCKED, "a", OTHER, 1, 12)), ledger);

        List.of(besides, itself, otherNode, frozen).forEach(each -> each.look(completedByAAfter(13)));
        quick.look(completedByAAfter(3));

        assertThat(besides.found()).hasSize(1);
        assertThat(List.of(itself, otherNode, frozen, quick))
                .allSatisfy(each -> assertThat(each.found()).isEmpty());
    }

    @Test
    void thePoisonHasToFailAndNobodyElseMay() {
        GivenUp givenUp = new GivenUp(1, List.of(fault(FaultKind.POISONED, "a", 2, 3)));
        givenUp.look(ended("poison-1", "failed"));
        givenUp.look(ended("beside-1-1", "completed"));
        assertThat(givenUp.innocents()).isEmpty();
        assertThat(givenUp.spared()).isEmpty();

        givenUp.look(ended("beside-1-2", "failed"));
        givenUp.look(ended("poison-2", "completed"));

        assertThat(givenUp.innocents()).hasSize(1);
        assertThat(givenUp.spared()).hasSize(1);
    }

    @Test
    void onlyFaultsOtherThanPoisonExcuseAJobThatIsGivenUp() {
        GivenUp killed = new GivenUp(0, List.of(fault(FaultKind.KILLED, "a", 2, 3)));
        GivenUp poisoned = new GivenUp(0, List.of(fault(FaultKind.POISONED, "a", 2, 3)));
        GivenUp killedOnceOfTwice = new GivenUp(1, List.of(fault(FaultKind.KILLED, "a", 2, 3)));
        JobHistory history = history();
        history.add(row("initialized", 1, 0, 0, "a", 1));
        history.add(row("scheduled", 1, 0, 1, "b", 8));
        history.add(row("initialized", 2, 0, 1, "b", 9));
        history.add(row("failed", 2, 0, 1, "b", 10));

        List.of(killed, poisoned, killedOnceOfTwice).forEach(each -> each.look(history));

        assertThat(killed.innocents()).isEmpty();
        assertThat(killed.explained()).isEqualTo(1);
        assertThat(poisoned.innocents()).hasSize(1);
        assertThat(killedOnceOfTwice.innocents()).hasSize(1);
    }

    @Test
    void oneLostJobFailsTheRun() {
        Report report = new Report(plan());
        report.none("lost", 0);
        assertThat(report.broken()).isEmpty();

        report.none("lost", 1);

        assertThat(report.broken()).containsExactly("lost is 1, and has to be 0");
    }

    @Test
    void aRescueThatTakesTooLongFailsTheRun() {
        Report report = new Report(plan());

        report.slowestRescue(plan().slowestRescue().plusMillis(1), "job");

        assertThat(report.broken()).hasSize(1);
    }

    private static JobHistory rescuedFromAAfter(int seconds) {
        JobHistory history = history();
        history.add(row("initialized", 1, 0, 0, "a", 1));
        history.add(row("scheduled", 1, 0, 1, "b", seconds));
        history.add(row("initialized", 2, 0, 1, "b", seconds + 1));
        history.add(row("completed", 2, 0, 1, "b", seconds + 2));
        return history;
    }

    private static JobHistory completedByAAfter(int seconds) {
        JobHistory history = history();
        history.add(row("initialized", 1, 0, 0, "a", 1));
        history.add(row("completed", 1, 0, 0, "a", seconds));
        return history;
    }

    private static Suspects suspect(String job, String node, int from, int to) {
        Suspects suspects = new Suspects();
        suspects.add(new Suspects.Claim(job, node, true, START.plusSeconds(from), START.plusSeconds(to)));
        return suspects;
    }

    private static Rescues rescues(Inflicted... faults) {
        return new Rescues(List.of(faults), new Suspects());
    }

    private static JobHistory livesAgain(long claim) {
        JobHistory history = history();
        history.add(row("initialized", 1, 0, 0, "a", 1));
        history.add(row("completed", 1, 0, 0, "a", 2));
        history.add(row(JobHistory.DELETED, 1, 0, 0, "b", 3));
        history.add(row("scheduled", 0, 0, 0, "b", 3));
        history.add(row("initialized", claim, 0, 0, "b", 4));
        return history;
    }

    private static JobHistory ended(String job, String status) {
        JobHistory history = new JobHistory(job);
        history.add(row("scheduled", 0, 0, 0, "a", 0));
        history.add(row("initialized", 1, 0, 0, "a", 1));
        history.add(row(status, 1, 0, 0, "a", 2));
        return history;
    }

    private static Strays strays(int end, Ledger ledger, Inflicted... faults) {
        return strays(end, ledger, new Suspects(), faults);
    }

    private static Strays strays(int end, Ledger ledger, Suspects suspects, Inflicted... faults) {
        return new Strays(plan(), List.of(faults), ledger, suspects, START.plusSeconds(end));
    }

    private static Plan plan() {
        Duration second = Duration.ofSeconds(1);
        return new Plan(1, 1, 1, second, second, 1, second, second, second, 1, second.multipliedBy(5));
    }

    private static JobHistory history() {
        JobHistory history = new JobHistory(JOB);
        history.add(row("scheduled", 0, 0, 0, "a", 0));
        return history;
    }

    private static JobHistory.Row row(String status, long claim, int retries, int rescues, String node, int seconds) {
        return new JobHistory.Row(status, claim, retries, rescues, node, START.plusSeconds(seconds));
    }

    private static Inflicted fault(FaultKind kind, @Nullable String node, int from, int to) {
        return fault(kind, node, null, from, to);
    }

    private static Inflicted fault(FaultKind kind, @Nullable String node, @Nullable String job, int from, int to) {
        return new Inflicted(kind, node, job, START.plusSeconds(from), START.plusSeconds(to), START.plusSeconds(to));
    }
}
