package dev.gork.outcomes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.Backoff;
import dev.gork.JobCompleted;
import dev.gork.JobEvent;
import dev.gork.JobFenced;
import dev.gork.JobRetried;
import dev.gork.JobStatus;
import dev.gork.attempts.Attempt;
import dev.gork.attempts.AttemptTime;
import dev.gork.attempts.RunningJob;
import dev.gork.claims.Claim;
import dev.gork.claims.ClaimStore;
import dev.gork.claims.ClaimedJob;
import dev.gork.claims.Outcome;
import dev.gork.concurrent.TestThreads;
import dev.gork.payload.JobOptions;
import dev.gork.payload.JsonCodec;
import dev.gork.testing.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is said of an outcome that changed nothing: a claim is lost only if it really is. */
class OutcomeRecorderTest {
    private final TestThreads threads = new TestThreads();
    private final List<JobEvent> announced = new CopyOnWriteArrayList<>();
    private final Attempt attempt = attempt();

    @AfterEach
    void end() {
        threads.shutdown();
    }

    @Test
    void aTransactionalJobWhoseCommitsAnswerWasLostIsCompletedAndNotFenced() {
        OutcomeRecorder recorder = recorder(Optional.of(JobStatus.COMPLETED));
        attempt.commitFailed();

        recordRetry(recorder);

        Wait.until("it is said", () -> !announced.isEmpty());
        assertThat(announced).hasExactlyElementsOfTypes(JobCompleted.class);
    }

    @Test
    void oneWhoseClaimWasLostBeforeItsCommitIsFenced() {
        OutcomeRecorder recorder = recorder(Optional.empty());
        attempt.commitFailed();

        recordRetry(recorder);

        Wait.until("it is said", () -> !announced.isEmpty());
        assertThat(announced).hasExactlyElementsOfTypes(JobFenced.class);
    }

    @Test
    void anyOtherLostClaimIsFencedWithoutAQuestion() {
        OutcomeRecorder recorder = recorder(Optional.of(JobStatus.COMPLETED));

        recordRetry(recorder);

        Wait.until("it is said", () -> !announced.isEmpty());
        assertThat(announced).hasExactlyElementsOfTypes(JobFenced.class);
    }

    private void recordRetry(OutcomeRecorder recorder) {
        RunningJob job = attempt.job();
        recorder.record(
                attempt,
                job,
                Outcome.retry(job.info(), "no answer", Duration.ZERO)
                        .firing(new JobRetried(job.id(), job.queue(), 1, Duration.ZERO, "no answer", Duration.ZERO)));
    }

    /** Every claim is lost, and the job's row says this under its number. */
    private OutcomeRecorder recorder(Optional<JobStatus> status) {
        OutcomeRecorder recorder = new OutcomeRecorder();
        recorder.store = new ClaimStore() {
            @Override
            public Set<Claim> finish(Collection<Outcome> outcomes) {
                return outcomes.stream().map(Outcome::claim).collect(Collectors.toSet());
            }

            @Override
            public Optional<JobStatus> statusUnder(Claim claim) {
                return status;
            }

            @Override
            public void wasWritten(Outcome outcome) {
                announced.add(outcome.event());
            }
        };
        recorder.held = new HeldClaims();
        recorder.announcer = new Announcer() {
            @Override
            public void announce(Collection<JobEvent> written) {
                announced.addAll(written);
            }
        };
        recorder.threads = threads;
        recorder.prepare();
        recorder.start();
        return recorder;
    }

    private static Attempt attempt() {
        ClaimedJob info = new ClaimedJob(
                "transfer", "money", 1, 0, 1, 0, 0, "{}", "{}", Instant.EPOCH, Instant.EPOCH, Instant.EPOCH);
        JobOptions options = new JobOptions(3, Backoff.fixed(Duration.ofSeconds(1)));
        AttemptTime time = new AttemptTime(Duration.ofMinutes(1));
        return new Attempt(List.of(new RunningJob(info, options, time, new JsonCodec())), time, abandoned -> {});
    }
}
