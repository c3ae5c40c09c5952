package dev.gork.jobs;

import static dev.gork.JobAttempt.Outcome.COMPLETED;
import static dev.gork.JobAttempt.Outcome.FAILED;
import static dev.gork.JobAttempt.Outcome.RELEASED;
import static dev.gork.JobAttempt.Outcome.RESCUED;
import static dev.gork.JobAttempt.Outcome.RETRIED;
import static dev.gork.JobAttempt.Outcome.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.JobAttempt;
import dev.gork.JobInfo;
import dev.gork.JobStatus;
import dev.gork.claims.ClaimRequest;
import dev.gork.claims.ClaimStore;
import dev.gork.claims.ClaimedJob;
import dev.gork.claims.Outcome;
import dev.gork.testing.PlainSql;
import dev.gork.testing.Wars;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every attempt is kept, exactly if its outcome was written. */
@ExtendWith(ArquillianExtension.class)
class AttemptsIT {
    @Deployment
    static WebArchive war() {
        return Wars.war("", AttemptsIT.class, PlainSql.class);
    }

    @Inject
    JobStore store;

    @Inject
    ClaimStore claims;

    @Inject
    JobQueries queries;

    @Inject
    Attempts attempts;

    @Inject
    PlainSql sql;

    @Inject
    UserTransaction transaction;

    @Test
    void aJobThatIsCompletedAtItsFirstAttemptWritesNothingExtra() {
        ClaimedJob job = claimed("attempts-at-first");
        claims.finish(List.of(Outcome.completed(job, "1")));

        assertThat(attempts.of("attempts-at-first"))
                .containsExactly(new JobAttempt(
                        job.claimNumber(),
                        "node-1",
                        job.claimedAt(),
                        get("attempts-at-first").finishedAt(),
                        COMPLETED,
                        null));
        assertThat(archived("attempts-at-first")).isEmpty();
    }

    @Test
    void aRunningJobsAttemptHasNoEndYet() {
        ClaimedJob job = claimed("attempts-running");

        assertThat(attempts.of("attempts-running"))
                .containsExactly(new JobAttempt(job.claimNumber(), "node-1", job.claimedAt(), null, RUNNING, null));
    }

    @Test
    void eachAttemptIsKeptWithItsNodeItsTimesItsOutcomeAndItsError() {
        ClaimedJob first = claimed("attempts-many");
        claims.finish(List.of(Outcome.retry(first, "first error", Duration.ZERO)));
        ClaimedJob second = claim("attempts-many", "node-2");
        claims.finish(List.of(Outcome.released(second.claim(), "attempts-many", 1)));
        claim("attempts-many", "node-3");
        claims.rescueOrphans(Duration.ofMinutes(1), null);
        ClaimedJob fourth = claim("attempts-many", "node-4");
        claims.finish(List.of(Outcome.failed(fourth, "last error")));

        List<JobAttempt> kept = attempts.of("attempts-many");

        assertThat(kept).extracting(JobAttempt::claim).isSorted().doesNotHaveDuplicates();
        assertThat(kept).extracting(JobAttempt::node).containsExactly("node-1", "node-2", "node-3", "node-4");
        assertThat(kept).extracting(JobAttempt::outcome).containsExactly(RETRIED, RELEASED, RESCUED, FAILED);
        assertThat(kept)
                .extracting(JobAttempt::error)
                .containsExactly("first error", null, kept.get(2).error(), "last error");
        assertThat(kept.get(2).error()).contains("no heartbeat");
        assertThat(kept.get(0).startedAt()).isEqualTo(first.claimedAt());
        assertThat(kept.get(0).endedAt()).isAfterOrEqualTo(first.claimedAt());
        assertThat(archived("attempts-many"))
                .as("the last one is the row itself")
                .hasSize(3);
    }

    @Test
    void aJobThatWasClaimedAndNeverBegunIsAsItWas() {
        insert("attempts-unclaimed");
        JobInfo before = get("attempts-unclaimed");
        ClaimedJob job = claim("attempts-unclaimed", "node-1");

        assertThat(claims.finish(List.of(Outcome.unclaimed(job.claim(), job.queue(), job.retryCount()))))
                .isEmpty();

        assertThat(get("attempts-unclaimed"))
                .returns(JobStatus.SCHEDULED, JobInfo::status)
                .returns(0, JobInfo::attempts)
                .returns(null, JobInfo::node)
                .returns(null, JobInfo::startedAt)
                .returns(before.scheduledAt(), JobInfo::scheduledAt)
                .returns(job.claimNumber(), JobInfo::claim);
        assertThat(attempts.of("attempts-unclaimed")).isEmpty();
    }

    @Test
    void retriesOfManyJobsAreKeptTogetherWithWhatElseIsWritten() {
        ClaimedJob again = claimed("attempts-group-again");
        ClaimedJob done = claimed("attempts-group-done");
        ClaimedJob back = claimed("attempts-group-back");

        assertThat(claims.finish(List.of(
                        Outcome.retry(again, "why", Duration.ofHours(1)),
                        Outcome.completed(done, "1"),
                        Outcome.released(back.claim(), "attempts-group-back", 0))))
                .isEmpty();

        assertThat(attempts.of("attempts-group-again"))
                .extracting(JobAttempt::outcome)
                .containsExactly(RETRIED);
        assertThat(attempts.of("attempts-group-done"))
                .extracting(JobAttempt::outcome)
                .containsExactly(COMPLETED);
        assertThat(attempts.of("attempts-group-back"))
                .extracting(JobAttempt::outcome)
                .containsExactly(RELEASED);
    }

    @Test
    void aFinishedJobsAttemptIsKeptWhenItRunsAgain() {
        ClaimedJob job = claimed("attempts-again");
        claims.finish(List.of(Outcome.failed(job, "broken")));
        JobInfo failed = get("attempts-again");

        store.runNow("attempts-again");

        assertThat(get("attempts-again").node()).isNull();
        assertThat(attempts.of("attempts-again"))
                .containsExactly(new JobAttempt(
                        job.claimNumber(), "node-1", job.claimedAt(), failed.finishedAt(), FAILED, "broken"));
        store.runNow("attempts-again");
        assertThat(attempts.of("attempts-again")).as("it was scheduled already").hasSize(1);
    }

    /** Promise 3: fenced. */
    @Test
    void aLateFinisherLeavesNoAttempt() {
        ClaimedJob late = claimed("attempts-late");
        claims.finish(List.of(Outcome.released(late.claim(), "attempts-late", 0)));
        List<JobAttempt> before = attempts.of("attempts-late");

        assertThat(claims.finish(List.of(Outcome.retry(late, "late", Duration.ZERO))))
                .containsExactly(late.claim());

        assertThat(attempts.of("attempts-late")).isEqualTo(before);
    }

    @Test
    void anAttemptIsKeptExactlyIfItsOutcomeIs() throws Exception {
        ClaimedJob job = claimed("attempts-undone");
        transaction.begin();
        claims.finish(List.of(Outcome.retry(job, "undone", Duration.ZERO)));
        transaction.rollback();

        assertThat(attempts.of("attempts-undone"))
                .extracting(JobAttempt::outcome)
                .containsExactly(RUNNING);
    }

    @Test
    void whatGorksOwnWorkersLeftIsAnAttemptOfNobody() {
        insert("attempts-go");
        sql.run("UPDATE jobs SET status = 'initialized', started_at = CURRENT_TIMESTAMP - INTERVAL '1' HOUR"
                + " WHERE id = 'attempts-go'");

        claims.rescueOverdue(Map.of("attempts-go", Duration.ofMinutes(1)));

        assertThat(attempts.of("attempts-go")).hasSize(1);
        assertThat(attempts.of("attempts-go").get(0))
                .returns(null, JobAttempt::node)
                .returns(RESCUED, JobAttempt::outcome);
        assertThat(attempts.of("attempts-go").get(0).startedAt()).isNotNull();
    }

    @Test
    void aDeletedJobsAttemptsAreGone() {
        ClaimedJob job = claimed("attempts-deleted");
        claims.finish(List.of(Outcome.retry(job, "why", Duration.ZERO)));

        assertThat(store.delete("attempts-deleted").done()).isTrue();

        assertThat(queries.get("attempts-deleted")).isEmpty();
        assertThat(attempts.of("attempts-deleted")).isEmpty();
        assertThat(archived("attempts-deleted")).isEmpty();
    }

    @Test
    void aJobDoesNotInheritTheAttemptsOfAnEarlierOneThatWasDeletedBySql() {
        ClaimedJob earlier = claimed("attempts-reborn");
        claims.finish(List.of(Outcome.retry(earlier, "the earlier one's", Duration.ZERO)));
        sql.run("DELETE FROM jobs WHERE id = 'attempts-reborn'");

        ClaimedJob job = claimed("attempts-reborn");
        assertThat(attempts.of("attempts-reborn"))
                .extracting(JobAttempt::outcome)
                .containsExactly(RUNNING);
        claims.finish(List.of(Outcome.retry(job, "its own", Duration.ZERO)));

        assertThat(attempts.of("attempts-reborn")).extracting(JobAttempt::error).containsExactly("its own");
    }

    @Test
    void attemptsAtJobsThatWereDeletedBySqlAreTakenOutAndNoOthers() {
        ClaimedJob gone = claimed("sweep-gone");
        ClaimedJob kept = claimed("sweep-kept");
        claims.finish(List.of(Outcome.retry(gone, "why", Duration.ZERO), Outcome.retry(kept, "why", Duration.ZERO)));
        sql.run("DELETE FROM jobs WHERE id = 'sweep-gone'");

        Attempts.Sweep sweep = new Attempts.Sweep(0, "sweep-");
        int forgotten = 0;
        while (sweep.end() != null) {
            sweep = attempts.forgetOrphans(sweep.end(), 2);
            forgotten += sweep.forgotten();
        }

        assertThat(forgotten).isEqualTo(1);
        assertThat(archived("sweep-gone")).isEmpty();
        assertThat(archived("sweep-kept")).hasSize(1);
    }

    private void insert(String id) {
        store.insert(List.of(new NewJob(id, id, "{}", "{}", 0, null, Duration.ZERO)));
    }

    /** A job of its own queue, run by node-1. */
    private ClaimedJob claimed(String id) {
        insert(id);
        return claim(id, "node-1");
    }

    private ClaimedJob claim(String queue, String node) {
        return claims.claim(node, List.of(new ClaimRequest(queue, 1, null))).get(0);
    }

    private JobInfo get(String id) {
        return queries.get(id).orElseThrow();
    }

    private List<?> archived(String id) {
        return sql.rows("SELECT claim FROM gork_attempts WHERE job = '" + id + "'");
    }
}
