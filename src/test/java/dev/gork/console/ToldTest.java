package dev.gork.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.JobInfo;
import dev.gork.JobStatus;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A viewer is told each change once. */
class ToldTest {
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant SECOND = FIRST.plusMillis(1);

    private final Told told = new Told(Set.of("a", "b"));

    @Test
    void queuesAreNewsOnlyIfTheyChanged() {
        assertThat(told.queues("{}")).isTrue();
        assertThat(told.queues("{}")).isFalse();
        assertThat(told.queues("{1}")).isTrue();
    }

    @Test
    void aJobIsToldWhenItChanges() {
        assertThat(told.changed(Map.of("a", FIRST))).containsExactly("a");
        assertThat(news(Map.of("a", FIRST), job("a", FIRST)))
                .hasToString("Optional[{\"jobs\":[{\"id\":\"a\"}],\"deleted\":[]}]");

        assertThat(told.changed(Map.of("a", FIRST))).isEmpty();
        assertThat(news(Map.of("a", FIRST), job("a", FIRST))).isEmpty();

        assertThat(told.changed(Map.of("a", SECOND))).containsExactly("a");
        assertThat(news(Map.of("a", SECOND), job("a", SECOND))).isPresent();
    }

    @Test
    void aChangeThatWasNotReadYetIsToldLater() {
        assertThat(news(Map.of("a", FIRST))).isEmpty();

        assertThat(told.changed(Map.of("a", FIRST))).containsExactly("a");
    }

    @Test
    void aJobThatIsGoneIsToldOnce() {
        news(Map.of("a", FIRST), job("a", FIRST));

        assertThat(news(Map.of())).hasToString("Optional[{\"jobs\":[],\"deleted\":[\"a\"]}]");
        assertThat(news(Map.of())).isEmpty();
    }

    @Test
    void othersJobsAreNotTold() {
        assertThat(told.changed(Map.of("c", FIRST))).isEmpty();
        assertThat(news(Map.of("c", FIRST), job("c", FIRST))).isEmpty();
    }

    private Optional<JsonObject> news(Map<String, Instant> changes, JobInfo... read) {
        return told.jobs(
                changes,
                Arrays.stream(read).collect(Collectors.toMap(JobInfo::id, job -> job)),
                job -> JobJson.JSON.createObjectBuilder().add("id", job.id()).build());
    }

    private static JobInfo job(String id, Instant updatedAt) {
        return new JobInfo(
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
    }
}
