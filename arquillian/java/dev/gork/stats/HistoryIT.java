package dev.gork.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.QueueHistory;
import dev.gork.claims.ClaimRequest;
import dev.gork.claims.ClaimStore;
import dev.gork.claims.ClaimedJob;
import dev.gork.claims.Outcome;
import dev.gork.jobs.JobStore;
import dev.gork.jobs.NewJob;
import dev.gork.testing.PlainSql;
import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What became of attempts is kept, in longer spans as it gets older, and nothing of it is lost on the way. */
@ExtendWith(ArquillianExtension.class)
class HistoryIT {
    @Deployment
    static WebArchive war() {
        return Wars.war("", HistoryIT.class, PlainSql.class);
    }

    @Inject
    JobStore store;

    @Inject
    ClaimStore claims;

    @Inject
    HistoryStore history;

    @Inject
    HistoryQueries queries;

    @Inject
    QueueQueries queues;

    @Inject
    PlainSql sql;

    @Test
    void whatANodeDoesIsInItsHistory() {
        store.insert(IntStream.range(0, 4)
                .mapToObj(i -> new NewJob("told-" + i, "told", "{}", "{}", 0, null, Duration.ZERO))
                .toList());
        List<ClaimedJob> jobs = claims.claim("me", List.of(new ClaimRequest("told", 4, null)));
        Duration ran = Duration.ofMillis(700);
        claims.finish(List.of(
                Outcome.completed(jobs.get(0), "1").ranFor(ran),
                Outcome.failed(jobs.get(1), "why\nat line 1").ranFor(ran),
                Outcome.retry(jobs.get(2), "why", Duration.ofHours(1)).ranFor(ran),
                Outcome.released(jobs.get(3).claim(), "told", 0)));

        QueueHistory told = Wait.value(
                "it is written down",
                () -> queries.history("told", QueueHistory.Range.HOUR),
                seen -> seen.points().stream().anyMatch(point -> point.completed() > 0));

        assertThat(told.points()).hasSize(60);
        QueueHistory.Point point = told.points().stream()
                .filter(each -> each.completed() > 0)
                .findFirst()
                .orElseThrow();
        assertThat(point)
                .returns(1L, QueueHistory.Point::completed)
                .returns(1L, QueueHistory.Point::failed)
                .returns(1L, QueueHistory.Point::retried);
        assertThat(point.runP95Millis()).isBetween(512.0, 1024.0);
        QueueStats stats = Wait.value(
                "it is read again",
                () -> queues.one("told").orElseThrow(),
                each -> each.recent().failedLastHour() == 1);
        assertThat(stats.recent().retriedLastHour()).isEqualTo(1);
        assertThat(stats.recent().runP95Millis()).isBetween(512.0, 1024.0);
        assertThat(stats.recent().lastError()).isEqualTo("why");
        assertThat(stats.recent().lastErrorAt()).isNotNull();
        assertThat(stats.recent().history()).hasSize(30);
        assertThat(queries.history(null, QueueHistory.Range.DAY).points())
                .hasSize(96)
                .anyMatch(each -> each.completed() > 0);
        assertThat(queries.history("told elsewhere", QueueHistory.Range.WEEK).points())
                .hasSize(168)
                .allMatch(each -> each.completed() == 0);
    }

    @Test
    void spansAreRolledUpIntoLongerOnesWithoutLoss() {
        append("rolled", Duration.ofMinutes(31), 1, "older");
        append("rolled", Duration.ofMinutes(31), 2, "newer");
        append("rolled", Duration.ofMinutes(33), 4, null);
        append("rolled", Duration.ZERO, 8, null);

        int replaced = history.rollUp(HistoryStore.SPAN, Duration.ofMinutes(10), Duration.ofMinutes(20));

        assertThat(replaced).isGreaterThanOrEqualTo(3);
        List<?> spans = sql.rows("SELECT seconds, completed, waits[3], last_error FROM gork_history"
                + " WHERE queue = 'rolled' AND seconds = 600 ORDER BY at");
        assertThat(spans.stream()
                        .mapToLong(row -> ((Number) ((Object[]) row)[1]).longValue())
                        .sum())
                .isEqualTo(7);
        assertThat(spans.stream()
                        .mapToLong(row -> ((Number) ((Object[]) row)[2]).longValue())
                        .sum())
                .as("the spread is added up bucket by bucket")
                .isEqualTo(3);
        assertThat(((Object[]) spans.get(spans.size() - 1))[3]).isEqualTo("newer");
        assertThat(queries.history("rolled", QueueHistory.Range.HOUR).points().stream()
                        .mapToLong(QueueHistory.Point::completed)
                        .sum())
                .isEqualTo(15);
        assertThat(history.rollUp(HistoryStore.SPAN, Duration.ofMinutes(10), Duration.ofMinutes(20)))
                .isZero();
    }

    @Test
    void whatIsOlderThanWantedIsForgotten() {
        append("forgotten", Duration.ofDays(8), 1, null);
        append("forgotten", Duration.ofDays(1), 1, null);

        assertThat(history.prune(Duration.ofDays(7))).isGreaterThanOrEqualTo(1);

        assertThat(sql.rows("SELECT id FROM gork_history WHERE queue = 'forgotten'"))
                .hasSize(1);
    }

    /** A span that a node wrote so long ago, with one claim that had waited for 3 ms. */
    private void append(String queue, Duration ago, int completed, String error) {
        AttemptStats throughput = new AttemptStats();
        throughput.waits.add(Duration.ofMillis(3));
        throughput.completed = completed;
        throughput.lastError = error;
        history.append(Map.of(queue, throughput));
        if (!ago.isZero()) {
            Instant at = Instant.now().minus(ago);
            sql.run(
                    "UPDATE gork_history SET at = CAST(?1 AS timestamp with time zone)"
                            + " WHERE queue = ?2 AND id = (SELECT MAX(id) FROM gork_history)",
                    at.toString(),
                    queue);
        }
    }
}
