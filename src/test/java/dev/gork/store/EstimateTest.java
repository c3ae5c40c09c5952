package dev.gork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.JobStatus;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What waits in queues while one of them takes too long to look into. */
class EstimateTest {
    private static final Duration AGE = Duration.ofMinutes(5);

    @Test
    void aQueueOfWhichAllWasSeenStaysAsItWas() {
        Backlog future = new Backlog(0, Duration.ZERO, 700);

        assertThat(estimate("later", 500, future)).isEqualTo(future);
    }

    @Test
    void ofADeepQueueAtLeastWhatWasDueIsDueWhileSoMuchIsScheduled() {
        Backlog deep = new Backlog(2000, AGE, 1000);

        assertThat(estimate("deep", 300_000, deep)).isEqualTo(new Backlog(2000, AGE, 300_000));
        assertThat(estimate("deep", 40, deep)).isEqualTo(new Backlog(40, AGE, 40));
    }

    @Test
    void aQueueThatIsEmptyNowHasNoOldestJob() {
        assertThat(estimate("emptied", 0, new Backlog(2000, AGE, 1000))).isEqualTo(Backlog.NONE);
    }

    @Test
    void aQueueThatWasNeverLookedIntoHasWhatWasNoted() {
        Map<String, Backlog> estimates =
                QueueQueries.estimate(Map.of("new", Map.of(JobStatus.SCHEDULED, 300_000L)), Map.of());

        assertThat(estimates).containsOnly(Map.entry("new", new Backlog(2000, Duration.ZERO, 300_000)));
    }

    @Test
    void whatIsNotNotedYetIsNotForgotten() {
        Backlog written = new Backlog(2000, AGE, 1000);

        assertThat(QueueQueries.estimate(Map.of(), Map.of("by-sql", written))).containsEntry("by-sql", written);
    }

    private static Backlog estimate(String queue, long noted, Backlog foundLast) {
        return QueueQueries.estimate(Map.of(queue, Map.of(JobStatus.SCHEDULED, noted)), Map.of(queue, foundLast))
                .get(queue);
    }
}
