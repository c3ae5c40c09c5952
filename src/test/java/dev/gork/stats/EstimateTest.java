package dev.gork.stats;

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
        QueueDepth future = new QueueDepth(0, Duration.ZERO, 700);

        assertThat(estimate("later", 500, future)).isEqualTo(future);
    }

    @Test
    void ofADeepQueueAtLeastWhatWasDueIsDueWhileSoMuchIsScheduled() {
        QueueDepth deep = new QueueDepth(2000, AGE, 1000);

        assertThat(estimate("deep", 300_000, deep)).isEqualTo(new QueueDepth(2000, AGE, 300_000));
        assertThat(estimate("deep", 40, deep)).isEqualTo(new QueueDepth(40, AGE, 40));
    }

    @Test
    void aQueueThatIsEmptyNowHasNoOldestJob() {
        assertThat(estimate("emptied", 0, new QueueDepth(2000, AGE, 1000))).isEqualTo(QueueDepth.NONE);
    }

    @Test
    void aQueueThatWasNeverLookedIntoHasWhatWasNoted() {
        Map<String, QueueDepth> estimates =
                QueueQueries.estimate(Map.of("new", Map.of(JobStatus.SCHEDULED, 300_000L)), Map.of());

        assertThat(estimates).containsOnly(Map.entry("new", new QueueDepth(2000, Duration.ZERO, 300_000)));
    }

    @Test
    void whatIsNotNotedYetIsNotForgotten() {
        QueueDepth written = new QueueDepth(2000, AGE, 1000);

        assertThat(QueueQueries.estimate(Map.of(), Map.of("by-sql", written))).containsEntry("by-sql", written);
    }

    private static QueueDepth estimate(String queue, long noted, QueueDepth foundLast) {
        return QueueQueries.estimate(Map.of(queue, Map.of(JobStatus.SCHEDULED, noted)), Map.of(queue, foundLast))
                .get(queue);
    }
}
