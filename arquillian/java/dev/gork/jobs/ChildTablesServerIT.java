package dev.gork.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.BulkRequest;
import dev.gork.JobSearch;
import dev.gork.JobStatus;
import dev.gork.claims.ClaimRequest;
import dev.gork.claims.ClaimStore;
import dev.gork.claims.ClaimedJob;
import dev.gork.claims.Outcome;
import dev.gork.search.JobSearches;
import dev.gork.stats.CountStore;
import dev.gork.stats.QueueQueries;
import dev.gork.stats.QueueStats;
import dev.gork.stats.StatsBuffer;
import dev.gork.testing.PlainSql;
import dev.gork.testing.PostgresOnly;
import dev.gork.testing.Wars;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Only the rows of the table itself are jobs: those of a table that inherits from it belong to whoever made it. */
@PostgresOnly
@ExtendWith(ArquillianExtension.class)
class ChildTablesServerIT {
    @Deployment
    static WebArchive war() {
        return Wars.war("gork.enabled=false", ChildTablesServerIT.class, PlainSql.class);
    }

    @Inject
    JobStore store;

    @Inject
    ClaimStore claims;

    @Inject
    JobQueries queries;

    @Inject
    JobSearches searches;

    @Inject
    QueueQueries queues;

    @Inject
    CountStore counts;

    @Inject
    PlainSql sql;

    /** The rows of both tables begin at the same place, (0,1). */
    @BeforeEach
    void archive() {
        sql.run("TRUNCATE jobs");
        sql.run("CREATE TABLE jobs_archive () INHERITS (jobs)");
        sql.run("INSERT INTO jobs_archive (id, queue, status, node, started_at)"
                + " SELECT 'archived-' || n, 'archived', (ARRAY['completed', 'failed', 'scheduled', 'initialized'])[1 + n % 4],"
                + " CASE WHEN n % 8 < 4 THEN 'a node that is gone' END, now() - INTERVAL '1 day'"
                + " FROM generate_series(1, 40) AS n");
    }

    @AfterEach
    void drop() {
        sql.run("DROP TABLE jobs_archive");
    }

    @Test
    void aClaimTakesTheTablesOwnRowsAlone() {
        insert("own", 10);

        List<ClaimedJob> claimed =
                claims.claim("me", List.of(new ClaimRequest("own", 10, null), new ClaimRequest("archived", 10, null)));

        assertThat(claimed).extracting(ClaimedJob::queue).containsOnly("own").hasSize(10);
        assertThat(claimed).extracting(ClaimedJob::id).doesNotHaveDuplicates();
        assertUntouched();
    }

    @Test
    void whatIsInitializedThereIsNotRescued() {
        assertThat(claims.rescueOrphans(Duration.ofSeconds(4), null)).isZero();
        assertThat(claims.rescueOverdue(Map.of("archived", Duration.ofSeconds(4))))
                .isZero();
        assertThat(claims.claims("a node that is gone")).isEmpty();
        assertUntouched();
    }

    @Test
    void anOutcomeIsWrittenToTheTablesOwnRowAlone() {
        insert("own", 3);
        List<ClaimedJob> claimed = claims.claim("me", List.of(new ClaimRequest("own", 3, null)));
        sql.run("INSERT INTO jobs_archive SELECT * FROM ONLY jobs");

        assertThat(claims.finish(List.of(
                        Outcome.completed(claimed.get(0), "1"),
                        Outcome.completed(claimed.get(1), "1"),
                        Outcome.retry(claimed.get(2), "why", Duration.ZERO))))
                .isEmpty();
        assertThat(claims.claim("me", List.of(new ClaimRequest("own", 3, null))))
                .hasSize(1);
        assertThat(sql.rows(
                        "SELECT id FROM jobs_archive WHERE queue = 'own' AND status = 'initialized' AND node = 'me'"))
                .hasSize(3);
        assertUntouched();
    }

    @Test
    void noActionFindsAJobThere() {
        for (String id : List.of("archived-1", "archived-2", "archived-4")) {
            assertThat(store.cancel(id).done()).isFalse();
            assertThat(store.runNow(id).done()).isFalse();
            assertThat(store.delete(id).done()).isFalse();
            assertThat(queries.get(id)).isEmpty();
        }
        List<String> ids = IntStream.range(0, 41).mapToObj(n -> "archived-" + n).toList();
        for (BulkRequest.Action action : BulkRequest.Action.values()) {
            assertThat(store.actAll(action, ids, null)).isZero();
        }
        assertUntouched();
    }

    @Test
    void neitherSearchNorCountsNorQueuesHaveThem() throws Exception {
        insert("own", 2);

        assertThat(searches.search(JobSearch.all()).jobs()).hasSize(2);
        assertThat(searches.search(JobSearch.all().status(JobStatus.FAILED)).jobs())
                .isEmpty();
        assertThat(counts.census().counted().keySet())
                .extracting(StatsBuffer.CountKey::queue)
                .doesNotContain("archived");
        assertThat(queues.list("", Set.of()).queues())
                .extracting(QueueStats::name)
                .doesNotContain("archived");
    }

    private void insert(String queue, int count) {
        assertThat(store.insert(IntStream.range(0, count)
                        .mapToObj(i -> new NewJob(queue + "-" + i, queue, "{}", "{}", 0, null, Duration.ZERO))
                        .toList()))
                .hasSize(count);
    }

    private void assertUntouched() {
        assertThat(sql.rows("SELECT id FROM jobs_archive WHERE queue = 'archived' AND claim = 0 AND attempts = 0"
                        + " AND rescues = 0 AND last_error IS NULL AND started_at < now() - INTERVAL '1 hour'"))
                .hasSize(40);
    }
}
