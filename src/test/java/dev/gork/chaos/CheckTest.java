package dev.gork.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.chaos.ClaimSpan.End;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the chaos suite's checker sees in a job's history; if it were blind, the suite would prove nothing. */
class CheckTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

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

    @Test
    void aRescueNeedsAReasonAndIsMeasured() {
        JobHistory rescued = rescuedFromAAfter(8);
        Rescues killed = new Rescues(List.of(fault(FaultKind.KILLED, "a", 2, 3)));
        Rescues otherKilled = new Rescues(List.of(fault(FaultKind.KILLED, "b", 2, 3)));
        Rescues clockSet = new Rescues(List.of(fault(FaultKind.CLOCK_SET, "a", 2, 3)));

        List.of(killed, otherKilled, clockSet).forEach(each -> each.look(rescued));

        assertThat(killed.unexplained()).isEmpty();
        assertThat(killed.slowest()).isEqualTo(Duration.ofSeconds(7));
        assertThat(otherKilled.unexplained()).hasSize(1);
        assertThat(clockSet.unexplained()).hasSize(1);
    }

    @Test
    void theTimeWithoutTheDatabaseIsNobodysFault() {
        Rescues rescues =
                new Rescues(List.of(fault(FaultKind.KILLED, "a", 2, 3), fault(FaultKind.DATABASE_STOPPED, null, 4, 6)));

        rescues.look(rescuedFromAAfter(8));

        assertThat(rescues.slowest()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void aFrozenNodeThatKeptItsJobIsMeasuredUntilItGoesOn() {
        Rescues rescues = new Rescues(List.of(fault(FaultKind.FROZEN, "a", 2, 8)));

        rescues.look(completedByAAfter(15));

        assertThat(rescues.slowest()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void aNodeThatIsAwayForLongWhileNobodyRescuesItsJobIsMeasuredInFull() {
        Rescues rescues = new Rescues(List.of(fault(FaultKind.FROZEN, "a", 2, 60)));

        rescues.look(completedByAAfter(70));

        assertThat(rescues.slowest()).isEqualTo(Duration.ofSeconds(58));
    }

    @Test
    void aLateLineOfAFrozenNodeIsExplainedAndOneForNoReasonIsNot() {
        Repeats frozen = new Repeats(List.of(fault(FaultKind.FROZEN, "a", 2, 20)));
        Repeats clockSet = new Repeats(List.of(fault(FaultKind.CLOCK_SET, "a", 2, 20)));

        for (Repeats each : List.of(frozen, clockSet)) {
            each.ran("job", "b", START.plusSeconds(10));
            each.ran("job", "a", START.plusSeconds(21));
            each.look(rescuedFromAAfter(8));
        }

        assertThat(frozen.unexplained()).isEmpty();
        assertThat(clockSet.unexplained()).hasSize(1);
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

    private static Plan plan() {
        Duration second = Duration.ofSeconds(1);
        return new Plan(1, 1, 1, second, second, 1, second, second, second, second.multipliedBy(5));
    }

    private static JobHistory history() {
        JobHistory history = new JobHistory("job");
        history.add(row("scheduled", 0, 0, 0, "a", 0));
        return history;
    }

    private static JobHistory.Row row(String status, long claim, int retries, int rescues, String node, int seconds) {
        return new JobHistory.Row(status, claim, retries, rescues, node, START.plusSeconds(seconds));
    }

    private static Inflicted fault(FaultKind kind, String node, int from, int to) {
        return new Inflicted(kind, node, START.plusSeconds(from), START.plusSeconds(to));
    }
}
