package dev.gork.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.JobInfo;
import dev.gork.JobStatus;
import dev.gork.console.views.ChangesView;
import dev.gork.console.views.JobView;
import dev.gork.console.views.Redaction;
import dev.gork.jobs.JobExcerpt;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each change is sent once. */
class SentStateTest {
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant SECOND = FIRST.plusMillis(1);

    private final Redaction redaction = new Redaction();
    private final SentState sent = new SentState(Set.of("a", "b"));

    @Test
    void queuesAreNewsOnlyIfTheyChanged() {
        assertThat(sent.queues("{}")).isTrue();
        assertThat(sent.queues("{}")).isFalse();
        assertThat(sent.queues("{1}")).isTrue();
    }

    @Test
    void aJobIsToldWhenItChanges() {
        assertThat(sent.changed(Map.of("a", FIRST))).containsExactly("a");
        assertThat(news(Map.of("a", FIRST), job("a", FIRST))).hasValueSatisfying(news -> {
            assertThat(news.jobs()).extracting(JobView::id).containsExactly("a");
            assertThat(news.deleted()).isEmpty();
        });

        assertThat(sent.changed(Map.of("a", FIRST))).isEmpty();
        assertThat(news(Map.of("a", FIRST), job("a", FIRST))).isEmpty();

        assertThat(sent.changed(Map.of("a", SECOND))).containsExactly("a");
        assertThat(news(Map.of("a", SECOND), job("a", SECOND))).isPresent();
    }

    @Test
    void aChangeThatWasNotReadYetIsToldLater() {
        assertThat(news(Map.of("a", FIRST))).isEmpty();

        assertThat(sent.changed(Map.of("a", FIRST))).containsExactly("a");
    }

    @Test
    void aJobThatIsGoneIsToldOnce() {
        news(Map.of("a", FIRST), job("a", FIRST));

        assertThat(news(Map.of())).hasValue(new ChangesView(List.of(), List.of("a")));
        assertThat(news(Map.of())).isEmpty();
    }

    @Test
    void othersJobsAreNotTold() {
        assertThat(sent.changed(Map.of("c", FIRST))).isEmpty();
        assertThat(news(Map.of("c", FIRST), job("c", FIRST))).isEmpty();
    }

    private Optional<ChangesView> news(Map<String, Instant> changes, JobExcerpt... read) {
        return sent.jobs(
                changes,
                Arrays.stream(read).collect(Collectors.toMap(job -> job.job().id(), job -> job)),
                job -> redaction.show(job, true));
    }

    private static JobExcerpt job(String id, Instant updatedAt) {
        JobInfo job = new JobInfo(
                id,
                "q",
                JobStatus.SCHEDULED,
                "{}",
                "{}",
                null,
                0,
                "{}",
                0,
                0,
                0,
                0,
                null,
                FIRST,
                null,
                null,
                FIRST,
                updatedAt,
                null,
                null);
        return new JobExcerpt(job, Map.of());
    }
}
