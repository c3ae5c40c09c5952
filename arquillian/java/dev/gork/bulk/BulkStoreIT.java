package dev.gork.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.BulkAction;
import dev.gork.BulkRequest;
import dev.gork.JobAttempt;
import dev.gork.JobFilter;
import dev.gork.JobStatus;
import dev.gork.claims.ClaimRequest;
import dev.gork.claims.ClaimStore;
import dev.gork.jobs.Attempts;
import dev.gork.jobs.JobQueries;
import dev.gork.jobs.JobStore;
import dev.gork.testing.PlainSql;
import dev.gork.testing.Wars;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.naming.InitialContext;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is done to many jobs is done in steps, each once or not at all, by whoever comes. Nobody else takes steps here. */
@ExtendWith(ArquillianExtension.class)
class BulkStoreIT {
    @Deployment
    static WebArchive war() {
        return Wars.war("gork.enabled=false", BulkStoreIT.class, PlainSql.class);
    }

    @Inject
    BulkStore bulks;

    @Inject
    JobStore jobs;

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

    @Inject
    Runner runner;

    /** In the place of the one that would take steps. */
    @ApplicationScoped
    public static class Runner {
        private final AtomicInteger woken = new AtomicInteger();

        void wake(@Observes BulkWaiting waiting) {
            woken.incrementAndGet();
        }

        int woken() {
            return woken.get();
        }
    }

    @AfterEach
    void forget() {
        sql.run("DELETE FROM gork_bulk");
        sql.run("DELETE FROM jobs");
    }

    @Test
    void eachStepGoesOnWhereTheLastOneEnded() {
        insert("steps", 1200);
        BulkAction bulk = cancel("steps");

        assertThat(bulks.step()).isTrue();
        assertThat(now(bulk)).returns(500L, BulkAction::done).returns(BulkAction.State.RUNNING, BulkAction::state);
        assertThat(bulks.step()).isTrue();
        assertThat(now(bulk).done()).isEqualTo(1000);
        stepToTheEnd();

        assertThat(now(bulk))
                .returns(1200L, BulkAction::done)
                .returns(0L, BulkAction::skipped)
                .returns(BulkAction.State.DONE, BulkAction::state);
        assertThat(count("queue = 'steps' AND status = 'canceled'")).isEqualTo(1200);
    }

    @Test
    void aStepThatIsLostWithItsNodeIsAsIfItHadNotBeen() throws Exception {
        insert("lost", 600);
        BulkAction bulk = cancel("lost");

        transaction.begin();
        bulks.step();
        transaction.rollback();

        assertThat(now(bulk).done()).isZero();
        assertThat(count("queue = 'lost' AND status = 'scheduled'")).isEqualTo(600);
        stepToTheEnd();
        assertThat(now(bulk).done()).isEqualTo(600);
    }

    @Test
    void twoNodesDoNotTakeTheSameStep() throws Exception {
        insert("both", 10);
        cancel("both");
        ManagedExecutorService executor = InitialContext.doLookup("java:comp/DefaultManagedExecutorService");

        transaction.begin();
        try {
            assertThat(bulks.step()).isTrue();
            assertThat(executor.submit(() -> bulks.step()).get()).isFalse();
        } finally {
            transaction.rollback();
        }
    }

    /** In a rolling upgrade, nodes of two versions take steps. */
    @Test
    void whatANewerVersionAskedForIsLeftToItAndHoldsUpNothing() {
        insert("older", 2);
        newer("unknown-action", "archive", "{\"queue\":\"older\"}", "running");
        newer("unknown-condition", "cancel", "{\"queue\":\"older\",\"label\":\"x\"}", "running");
        newer("unknown-status", "cancel", "{\"status\":\"waiting\"}", "running");
        newer("unknown-value", "cancel", "{\"queue\":[\"older\"]}", "running");
        newer("unknown-ids", "cancel", "[{\"id\":\"older-0\"}]", "running");
        newer("unknown-target", "cancel", "older", "running");
        newer("unknown-state", "cancel", "[\"older-0\"]", "paused");
        BulkAction bulk = cancel("older");

        stepToTheEnd();

        assertThat(now(bulk)).returns(2L, BulkAction::done).returns(BulkAction.State.DONE, BulkAction::state);
        assertThat(bulks.latest()).extracting(BulkAction::id).containsExactly(bulk.id());
        assertThat(bulks.get("unknown-action")).isEmpty();
        assertThat(sql.rows("SELECT id FROM gork_bulk WHERE id LIKE 'unknown-%' AND done = 0 AND skipped = 0"
                        + " AND state IN ('running', 'paused')"))
                .hasSize(7);
        assertThat(bulks.stop("unknown-action")).as("it can be stopped").isTrue();
    }

    private void newer(String id, String action, String target, String state) {
        sql.run(
                "INSERT INTO gork_bulk (id, action, target, state, started_by, started_at)"
                        + " VALUES (?1, ?2, ?3, ?4, 'someone', TIMESTAMP WITH TIME ZONE '2020-01-01 00:00:00+00')",
                id,
                action,
                target,
                state);
    }

    /** It would wait half a minute for the next regular look. */
    @Test
    void whoeverStartsOneWakesTheRunnerOnceItIsCommitted() throws Exception {
        int before = runner.woken();
        transaction.begin();
        cancel("nobody");
        assertThat(runner.woken()).as("before the commit").isEqualTo(before);
        transaction.commit();
        assertThat(runner.woken()).as("after the commit").isEqualTo(before + 1);

        transaction.begin();
        cancel("nobody");
        transaction.rollback();
        assertThat(runner.woken()).as("after a rollback").isEqualTo(before + 1);

        cancel("nobody");
        assertThat(runner.woken()).as("without a transaction").isEqualTo(before + 2);
    }

    @Test
    void aLongNameOfWhoAskedIsCut() {
        BulkAction bulk = bulks.start(
                BulkRequest.of(BulkRequest.Action.CANCEL, List.of("x")).by("n\0".repeat(300)));

        assertThat(bulk.request().by()).contains("n\uFFFD".repeat(127) + "n");
    }

    @Test
    void oneThatIsStoppedDoesNoMore() {
        insert("stopped", 600);
        BulkAction bulk = cancel("stopped");
        bulks.step();

        assertThat(bulks.stop(bulk.id())).isTrue();
        assertThat(bulks.stop(bulk.id())).isFalse();

        assertThat(bulks.step()).isFalse();
        assertThat(now(bulk)).returns(500L, BulkAction::done).returns(BulkAction.State.STOPPED, BulkAction::state);
        assertThat(count("queue = 'stopped' AND status = 'scheduled'")).isEqualTo(100);
    }

    @Test
    void theStatusThatWasAskedForStillHasToBeTheJobs() {
        insert("changed", 2);
        List<String> ids = List.of("changed-0", "changed-1");
        jobs.cancel("changed-1");

        assertThat(jobs.actAll(BulkRequest.Action.RUN_NOW, ids, JobStatus.CANCELED))
                .isEqualTo(1);
        assertThat(jobs.actAll(BulkRequest.Action.CANCEL, ids, JobStatus.CANCELED))
                .isZero();
        assertThat(jobs.actAll(BulkRequest.Action.DELETE, ids, null)).isEqualTo(2);
        assertThat(jobs.actAll(BulkRequest.Action.DELETE, List.of(), null)).isZero();
    }

    @Test
    void whatRunsIsLeftAlone() {
        insert("running", 1);
        claims.claim("me", List.of(new ClaimRequest("running", 1, null)));

        for (BulkRequest.Action action : BulkRequest.Action.values()) {
            assertThat(jobs.actAll(action, List.of("running-0"), null)).isZero();
        }
        assertThat(queries.get("running-0").orElseThrow().status()).isEqualTo(JobStatus.INITIALIZED);
    }

    @Test
    void anAttemptThatFailedIsKeptWhenItsJobRunsAgain() {
        insert("again", 1);
        sql.run(
                "UPDATE jobs SET status = 'failed', claim = 3, node = 'n', last_error = 'broken',"
                        + " started_at = CURRENT_TIMESTAMP, finished_at = CURRENT_TIMESTAMP, retry_count = 7 WHERE id = 'again-0'");

        assertThat(jobs.actAll(BulkRequest.Action.RUN_NOW, List.of("again-0"), JobStatus.FAILED))
                .isEqualTo(1);

        assertThat(queries.get("again-0").orElseThrow())
                .returns(JobStatus.SCHEDULED, job -> job.status())
                .returns(0, job -> job.retryCount());
        assertThat(attempts.of("again-0"))
                .singleElement()
                .returns(3L, JobAttempt::claim)
                .returns("broken", JobAttempt::error)
                .returns(JobAttempt.Outcome.FAILED, JobAttempt::outcome);
    }

    private BulkAction cancel(String queue) {
        return bulks.start(
                BulkRequest.of(BulkRequest.Action.CANCEL, JobFilter.all().queue(queue))
                        .by("someone"));
    }

    private void stepToTheEnd() {
        boolean more = bulks.step();
        while (more) {
            more = bulks.step();
        }
    }

    private BulkAction now(BulkAction bulk) {
        return bulks.get(bulk.id()).orElseThrow();
    }

    private void insert(String queue, int count) {
        IntStream.range(0, count)
                .forEach(i -> sql.run(
                        "INSERT INTO jobs (id, queue, status) VALUES (?1, ?2, 'scheduled')", queue + "-" + i, queue));
    }

    private long count(String condition) {
        return ((Number)
                        sql.rows("SELECT COUNT(*) FROM jobs WHERE " + condition).get(0))
                .longValue();
    }
}
