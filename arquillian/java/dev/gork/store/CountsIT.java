package dev.gork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.JobStatus;
import dev.gork.store.Tally.CountKey;
import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Promise 13: counts are kept, not counted, and come out right all the same. */
@ExtendWith(ArquillianExtension.class)
class CountsIT {
    @Deployment
    static WebArchive war() {
        return Wars.war("", CountsIT.class, Sql.class);
    }

    @Inject
    JobStore store;

    @Inject
    CountStore counts;

    @Inject
    QueueQueries queues;

    @Inject
    QueueStore controls;

    @Inject
    ChoreStore chores;

    @Inject
    Sql sql;

    @Inject
    UserTransaction transaction;

    @Test
    void eachTransitionMovesAJobFromOneCountToAnother() {
        insert("moved", 6);
        List<ClaimedJob> jobs = store.claim("me", List.of(new Wanted("moved", 4, null)));
        store.finish(List.of(
                Outcome.completed(jobs.get(0), "1"),
                Outcome.failed(jobs.get(1), "why"),
                Outcome.retry(jobs.get(2), "why", Duration.ofHours(1))));
        store.finish(List.of(Outcome.completed(jobs.get(0), "2")));
        store.cancel("moved-4");
        store.delete("moved-5");

        waitFor("moved", JobStatus.COMPLETED, 1);
        waitFor("moved", JobStatus.FAILED, 1);
        waitFor("moved", JobStatus.CANCELED, 1);
        waitFor("moved", JobStatus.SCHEDULED, 1);
        waitFor("moved", JobStatus.INITIALIZED, 1);

        store.rescueOrphans(Duration.ofMinutes(1));
        store.runNow(jobs.get(1).id());
        store.delete(jobs.get(0).id());

        waitFor("moved", JobStatus.COMPLETED, 0);
        waitFor("moved", JobStatus.FAILED, 0);
        waitFor("moved", JobStatus.SCHEDULED, 3);
        waitFor("moved", JobStatus.INITIALIZED, 0);
    }

    @Test
    void whatIsRolledBackIsNotCounted() throws Exception {
        insert("rolled-back", 1);
        transaction.begin();
        store.cancel("rolled-back-0");
        transaction.rollback();
        insert("committed-later", 1);

        waitFor("committed-later", JobStatus.SCHEDULED, 1);
        assertThat(noted("rolled-back", JobStatus.CANCELED)).isZero();
        assertThat(noted("rolled-back", JobStatus.SCHEDULED)).isEqualTo(1);
    }

    @Test
    void foldingChangesNoSum() {
        counts.append(Map.of(new CountKey("folded", "completed"), 5L, new CountKey("folded", "failed"), 2L));
        counts.append(Map.of(new CountKey("folded", "completed"), 3L, new CountKey("folded", "failed"), -1L));

        counts.fold();
        counts.append(Map.of(new CountKey("folded", "completed"), 1L));

        assertThat(sql.rows("SELECT jobs FROM gork_counts WHERE queue = 'folded' AND status = 'completed'"))
                .isEqualTo(List.of(8L));
        assertThat(noted("folded", JobStatus.COMPLETED)).isEqualTo(9);
        assertThat(noted("folded", JobStatus.FAILED)).isEqualTo(1);
        counts.fold();
        assertThat(noted("folded", JobStatus.COMPLETED)).isEqualTo(9);
    }

    @Test
    void whatAGorkClientInsertsIsCountedAtOnce() {
        sql.run("INSERT INTO jobs (id, queue, status) VALUES ('by-sql', 'by-sql', 'scheduled')");

        QueueStats stats = queues.one("by-sql").orElseThrow();

        assertThat(stats.count(JobStatus.SCHEDULED)).isEqualTo(1);
        assertThat(stats.backlog().due()).isEqualTo(1);
        assertThat(queues.all()).extracting(QueueStats::name).contains("by-sql");
        assertThat(queues.one("no such queue")).isEmpty();
    }

    @Test
    void aCensusFindsWhatCameAndWentByPlainSql() throws Exception {
        insert("census", 3);
        waitFor("census", JobStatus.SCHEDULED, 3);
        sql.run("INSERT INTO jobs (id, queue, status) VALUES ('census-done', 'census', 'completed')");
        sql.run("DELETE FROM jobs WHERE id = 'census-0'");

        assertThat(counts.correct(counts.census())).isGreaterThanOrEqualTo(2);

        assertThat(noted("census", JobStatus.COMPLETED)).isEqualTo(1);
        assertThat(noted("census", JobStatus.SCHEDULED)).isEqualTo(2);
    }

    @Test
    void aCensusDoesNotCountTwiceWhatANodeWritesDownLater() throws Exception {
        sql.run("INSERT INTO jobs (id, queue, status) VALUES ('noted-later', 'noted-later', 'completed')");
        CountStore.Census census = counts.census();
        counts.append(Map.of(new CountKey("noted-later", "completed"), 1L));

        counts.correct(census);

        assertThat(noted("noted-later", JobStatus.COMPLETED)).isEqualTo(1);
    }

    @Test
    void aChoreIsDoneByWhoeverAsksFirstOnceInAnInterval() {
        sql.run("INSERT INTO gork_chores (name, last_run_at) VALUES ('test', CURRENT_TIMESTAMP - INTERVAL '1' HOUR)");

        assertThat(chores.take("test", Duration.ofMinutes(50))).isTrue();
        assertThat(chores.take("test", Duration.ofMinutes(50))).isFalse();
        assertThat(chores.take("no such chore", Duration.ZERO)).isFalse();
    }

    @Test
    void aQueueIsShownForWhatIsSetForItAlone() {
        controls.pause("only-paused", "ada");

        assertThat(queues.one("only-paused").orElseThrow().controls().pausedBy())
                .isEqualTo("ada");
        assertThat(queues.all()).extracting(QueueStats::name).contains("only-paused");
    }

    private void insert(String queue, int count) {
        store.insert(IntStream.range(0, count)
                .mapToObj(i -> new NewJob(queue + "-" + i, queue, "{}", "{}", 0, null, Duration.ZERO))
                .toList());
    }

    private void waitFor(String queue, JobStatus status, long jobs) {
        Wait.value("there are " + jobs + " " + status, () -> noted(queue, status), seen -> seen == jobs);
    }

    private long noted(String queue, JobStatus status) {
        return counts.noted().getOrDefault(new CountKey(queue, status.word()), 0L);
    }
}
