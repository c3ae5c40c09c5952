package dev.gork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.JobAttempt;
import dev.gork.JobFilter;
import dev.gork.JobStatus;
import dev.gork.testing.Wars;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.util.List;
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
        return Wars.war("gork.enabled=false", BulkStoreIT.class, Sql.class);
    }

    @Inject
    BulkStore bulks;

    @Inject
    JobStore jobs;

    @Inject
    JobQueries queries;

    @Inject
    Attempts attempts;

    @Inject
    Sql sql;

    @Inject
    UserTransaction transaction;

    @AfterEach
    void forget() {
        sql.run("DELETE FROM gork_bulk");
        sql.run("DELETE FROM jobs");
    }

    @Test
    void eachStepGoesOnWhereTheLastOneEnded() {
        insert("steps", 1200);
        Bulk bulk = cancel("steps");

        assertThat(bulks.step()).isTrue();
        assertThat(now(bulk)).returns(500L, Bulk::done).returns(Bulk.State.RUNNING, Bulk::state);
        assertThat(bulks.step()).isTrue();
        assertThat(now(bulk).done()).isEqualTo(1000);
        stepToTheEnd();

        assertThat(now(bulk))
                .returns(1200L, Bulk::done)
                .returns(0L, Bulk::skipped)
                .returns(Bulk.State.DONE, Bulk::state);
        assertThat(count("queue = 'steps' AND status = 'canceled'")).isEqualTo(1200);
    }

    @Test
    void aStepThatIsLostWithItsNodeIsAsIfItHadNotBeen() throws Exception {
        insert("lost", 600);
        Bulk bulk = cancel("lost");

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

    @Test
    void oneThatIsStoppedDoesNoMore() {
        insert("stopped", 600);
        Bulk bulk = cancel("stopped");
        bulks.step();

        assertThat(bulks.stop(bulk.id())).isTrue();
        assertThat(bulks.stop(bulk.id())).isFalse();

        assertThat(bulks.step()).isFalse();
        assertThat(now(bulk)).returns(500L, Bulk::done).returns(Bulk.State.STOPPED, Bulk::state);
        assertThat(count("queue = 'stopped' AND status = 'scheduled'")).isEqualTo(100);
    }

    @Test
    void theStatusThatWasAskedForStillHasToBeTheJobs() {
        insert("changed", 2);
        List<String> ids = List.of("changed-0", "changed-1");
        jobs.cancel("changed-1");

        assertThat(jobs.actAll(BulkAction.RUN, ids, JobStatus.CANCELED)).isEqualTo(1);
        assertThat(jobs.actAll(BulkAction.CANCEL, ids, JobStatus.CANCELED)).isZero();
        assertThat(jobs.actAll(BulkAction.DELETE, ids, null)).isEqualTo(2);
        assertThat(jobs.actAll(BulkAction.DELETE, List.of(), null)).isZero();
    }

    @Test
    void whatRunsIsLeftAlone() {
        insert("running", 1);
        jobs.claim("me", List.of(new Wanted("running", 1, null)));

        for (BulkAction action : BulkAction.values()) {
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

        assertThat(jobs.actAll(BulkAction.RUN, List.of("again-0"), JobStatus.FAILED))
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

    private Bulk cancel(String queue) {
        return bulks.start(BulkAction.CANCEL, BulkTarget.of(JobFilter.all().queue(queue)), "someone");
    }

    private void stepToTheEnd() {
        boolean more = bulks.step();
        while (more) {
            more = bulks.step();
        }
    }

    private Bulk now(Bulk bulk) {
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
