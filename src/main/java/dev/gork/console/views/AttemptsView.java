package dev.gork.console.views;

import dev.gork.JobAttempt;
import dev.gork.jobs.Attempts;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The latest attempts at a job, the last one first. */
public record AttemptsView(List<Attempt> attempts, long total) {
    /** One attempt, with its number among all of them. */
    @JsonbPropertyOrder({"number", "claim", "outcome"})
    public record Attempt(
            long number,
            long claim,
            String outcome,
            @Nullable String node,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable String error) {
        private static Attempt of(JobAttempt attempt, long number) {
            return new Attempt(
                    number,
                    attempt.claim(),
                    attempt.outcome().word(),
                    attempt.node(),
                    attempt.startedAt(),
                    attempt.endedAt(),
                    attempt.error());
        }
    }

    /** Numbers the attempts. */
    public static AttemptsView of(Attempts.Latest latest) {
        return new AttemptsView(
                IntStream.range(0, latest.attempts().size())
                        .mapToObj(i -> Attempt.of(latest.attempts().get(i), latest.total() - i))
                        .toList(),
                latest.total());
    }
}
