package dev.gork.enqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gork.Backoff;
import dev.gork.InvalidJobRequestException;
import dev.gork.JobRequest;
import dev.gork.jobs.NewJob;
import dev.gork.payload.JsonCodecs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Promise 10: a bad request is refused in words before the database sees it. */
class RequestCheckTest {
    private final RequestCheck check = check();

    static Stream<Arguments> hostile() {
        JobRequest good = JobRequest.to("q").id("job-1");
        return Stream.of(
                Arguments.of("queue", JobRequest.to("")),
                Arguments.of("queue", JobRequest.to("  ")),
                Arguments.of("queue", JobRequest.to("x".repeat(201))),
                Arguments.of("queue", JobRequest.to("a\0b")),
                Arguments.of("queue", JobRequest.to("a\nb")),
                Arguments.of("id", good.id("")),
                Arguments.of("id", good.id("x".repeat(256))),
                Arguments.of("id", good.id("\uD800")),
                Arguments.of("arguments", good.argumentsJson("{")),
                Arguments.of("arguments", good.argumentsJson("\"\\u0000\"")),
                Arguments.of("arguments", good.arguments("\0")),
                Arguments.of("arguments", good.arguments("x".repeat(300_000))),
                Arguments.of("arguments", good.arguments(new Object() {
                    @SuppressWarnings("unused") // read by JSON-B
                    public int getIt() {
                        throw new IllegalStateException("never");
                    }
                })),
                Arguments.of("priority", good.priority(101)),
                Arguments.of("priority", good.priority(Integer.MIN_VALUE)),
                Arguments.of("max_retries", good.maxRetries(-1)),
                Arguments.of("max_retries", good.maxRetries(10_001)),
                Arguments.of("retry_interval", good.retryInterval(Duration.ofSeconds(-1))),
                Arguments.of("retry_interval", good.retryInterval(Duration.ofSeconds(Long.MAX_VALUE))),
                Arguments.of(
                        "retry_max_interval",
                        good.backoff(Backoff.exponential(Duration.ofDays(2), Duration.ofDays(1)))),
                Arguments.of("delay", good.in(Duration.ofSeconds(-1))),
                Arguments.of("delay", good.in(Duration.ofSeconds(Long.MAX_VALUE))),
                Arguments.of("scheduled_at", good.at(Instant.MAX)),
                Arguments.of("scheduled_at", good.at(Instant.MIN)));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void aBadRequestNamesTheFieldTheValueAndTheLimit(String field, JobRequest request) {
        assertThatThrownBy(() -> check.check(request))
                .isInstanceOfSatisfying(
                        InvalidJobRequestException.class,
                        refused -> assertThat(refused.field()).isEqualTo(field))
                .hasMessageMatching("(?s)Job .*for queue '.*' was not enqueued: its .*");
    }

    @Test
    void whatIsLeftOutIsEmptyAndDueNow() {
        NewJob job = check.check(JobRequest.to("q"));

        assertThat(job.arguments()).isEqualTo("{}");
        assertThat(job.options()).isEqualTo("{}");
        assertThat(job.dueNow()).isTrue();
    }

    @Test
    void idsWithoutAChoiceAreUniqueAndSortByTime() {
        List<String> ids = IntStream.range(0, 10_000)
                .mapToObj(i -> check.check(JobRequest.to("q")).id())
                .toList();

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(ids.stream().map(id -> id.substring(0, 13)).toList()).isSorted();
        assertThat(ids.get(0)).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    }

    private static RequestCheck check() {
        RequestCheck check = new RequestCheck();
        check.json = JsonCodecs.standard();
        return check;
    }
}
