package dev.gork.outcomes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.Backoff;
import dev.gork.JobEvent;
import dev.gork.JobFenced;
import dev.gork.JobStatus;
import dev.gork.attempts.Attempt;
import dev.gork.attempts.AttemptTime;
import dev.gork.attempts.RunningJob;
import dev.gork.claims.Claim;
import dev.gork.claims.ClaimStore;
import dev.gork.claims.ClaimedJob;
import dev.gork.claims.Outcome;
import dev.gork.concurrent.TestThreads;
import dev.gork.database.Database;
import dev.gork.database.Failover;
import dev.gork.payload.JobOptions;
import dev.gork.payload.JsonCodec;
import dev.gork.testing.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever becomes of the rest of its group, an outcome is followed once: at its commit, or when it is found to stand. */
class PartlyWrittenOutcomesTest {
    private final TestThreads threads = new TestThreads();
    private final Store store = new Store();
    private final List<JobEvent> fenced = new CopyOnWriteArrayList<>();
    private volatile boolean databaseIsThere = true;

    /** Rows as the database has them; what is written is followed at once, as after a commit. */
    private static final class Store extends ClaimStore {
        private final List<String> followed = new CopyOnWriteArrayList<>();
        private final Set<Claim> running = new HashSet<>();
        private volatile Function<Collection<Outcome>, Boolean> refuses = outcomes -> false;
        private volatile Function<Claim, Optional<JobStatus>> statuses = claim -> Optional.empty();

        @Override
        public synchronized Set<Claim> finish(Collection<Outcome> outcomes) {
            if (refuses.apply(outcomes)) {
                throw new IllegalStateException("refused on purpose");
            }
            Set<Claim> lost = outcomes.stream()
                    .map(Outcome::claim)
                    .filter(claim -> !running.remove(claim))
                    .collect(Collectors.toSet());
            outcomes.stream().filter(each -> !lost.contains(each.claim())).forEach(this::wasWritten);
            return lost;
        }

        @Override
        public Optional<JobStatus> statusUnder(Claim claim) {
            return statuses.apply(claim);
        }

        @Override
        public void wasWritten(Outcome outcome) {
            followed.add(outcome.id() + " " + outcome.status());
        }
    }

    @AfterEach
    void end() {
        threads.shutdown();
    }

    @Test
    void thatOfAHalfWhoseOtherHalfLosesTheDatabase() {
        AtomicInteger tries = new AtomicInteger();
        store.refuses = outcomes -> {
            if (outcomes.stream().noneMatch(each -> each.id().equals("other"))) {
                return false;
            }
            int before = tries.getAndIncrement(); // both are refused together, then one alone, by an outage
            databaseIsThere = before != 1;
            return before < 2;
        };
        store.statuses = claim -> Optional.of(JobStatus.COMPLETED);

        record(completed("half"), completed("other"));

        Wait.until("both are written", () -> store.followed.size() >= 2);
        assertThat(store.followed).containsExactly("half COMPLETED", "other COMPLETED");
        assertThat(fenced).isEmpty();
    }

    @Test
    void thatOfAGroupInWhichAQuestionIsNotAnswered() {
        store.statuses = new Function<>() {
            private int asked;

            @Override
            public Optional<JobStatus> apply(Claim claim) {
                if (asked++ == 1) {
                    throw new IllegalStateException("no answer on purpose");
                }
                return Optional.of(JobStatus.COMPLETED);
            }
        };

        record(completed("written"), uncertain("one"), uncertain("two"));

        Wait.until("all are followed", () -> store.followed.size() >= 3);
        assertThat(store.followed).containsExactlyInAnyOrder("written COMPLETED", "one COMPLETED", "two COMPLETED");
        assertThat(fenced).isEmpty();
    }

    @Test
    void thatOfAClaimWithTwo() {
        store.refuses = outcomes -> {
            boolean refused = databaseIsThere;
            databaseIsThere = false;
            return refused;
        };
        store.statuses = claim -> Optional.of(JobStatus.SCHEDULED);
        Attempt attempt = attempt("twice");
        store.running.add(attempt.job().info().claim());

        record(released(attempt), released(attempt));

        Wait.until("the second is fenced", () -> !fenced.isEmpty());
        assertThat(store.followed).containsExactly("twice SCHEDULED");
        assertThat(fenced).hasExactlyElementsOfTypes(JobFenced.class);
    }

    private record Recorded(Attempt attempt, Outcome outcome) {}

    private Recorded completed(String id) {
        Attempt attempt = attempt(id);
        store.running.add(attempt.job().info().claim());
        return new Recorded(attempt, OutcomeRecorder.completed(attempt.job()));
    }

    /** A transactional job whose own commit may have come through; the row is not running any more. */
    private static Recorded uncertain(String id) {
        Attempt attempt = attempt(id);
        attempt.commitFailed();
        return new Recorded(attempt, Outcome.retry(attempt.job().info(), "no answer", Duration.ZERO));
    }

    private static Recorded released(Attempt attempt) {
        RunningJob job = attempt.job();
        return new Recorded(attempt, Outcome.released(job.info().claim(), job.queue(), 0));
    }

    /** Written as one group. */
    private void record(Recorded... group) {
        OutcomeRecorder recorder = new OutcomeRecorder();
        recorder.store = store;
        recorder.held = new HeldClaims();
        recorder.database = new Database() {
            @Override
            public void checkWritable() {
                if (!databaseIsThere) {
                    throw new IllegalStateException("away on purpose");
                }
            }
        };
        recorder.failover = new Failover() {
            @Override
            public void noticed(Throwable failure) {}
        };
        recorder.announcer = new Announcer() {
            @Override
            public void announce(Collection<JobEvent> events) {
                fenced.addAll(events);
            }
        };
        recorder.threads = threads;
        recorder.prepare();
        for (Recorded each : group) {
            recorder.record(each.attempt(), each.attempt().job(), each.outcome());
        }
        recorder.start();
    }

    private static Attempt attempt(String id) {
        ClaimedJob info =
                new ClaimedJob(id, "money", 1, 0, 1, 0, 0, "{}", "{}", Instant.EPOCH, Instant.EPOCH, Instant.EPOCH);
        JobOptions options = new JobOptions(3, Backoff.fixed(Duration.ofSeconds(1)));
        AttemptTime time = new AttemptTime(Duration.ofMinutes(1));
        return new Attempt(List.of(new RunningJob(info, options, time, new JsonCodec())), time, abandoned -> {});
    }
}
