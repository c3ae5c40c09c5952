package dev.gork.claims;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.JobFilter;
import dev.gork.JobStatus;
import dev.gork.database.ArrayParameter;
import dev.gork.database.Sql;
import dev.gork.search.SearchPlans;
import dev.gork.stats.QueueDepths;
import dev.gork.testing.PlainSql;
import dev.gork.testing.PostgresOnly;
import dev.gork.testing.Wars;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Promise 11: speed does not depend on the pile. Measured in pages that PostgreSQL reads for a claim, which no other load
 * on the machine changes.
 */
@PostgresOnly
@ExtendWith(ArquillianExtension.class)
class PileServerIT {
    private static final int CLAIMED = 10;

    /** A claimed row and its index entries are a few pages each; each thousand rows of the pile would be 20 more. */
    private static final int FEW_PAGES = 400;

    @Deployment
    static WebArchive war() {
        return Wars.war(
                "gork.enabled=false",
                PileServerIT.class,
                PlainSql.class,
                Pages.class,
                OtherTransaction.class,
                SearchPlans.class);
    }

    @Inject
    PlainSql sql;

    @Inject
    Pages pages;

    @Inject
    QueueDepths depths;

    /** How many pages a claim reads. */
    @ApplicationScoped
    @Transactional
    static class Pages {
        private static final Pattern COUNT = Pattern.compile("(?:hit|read)=(\\d+)");

        @Inject
        Sql sql;

        int ofClaim(ClaimCursor after) {
            return ofClaim(PostgresClaims.CLAIM.sql(), "pile", after);
        }

        int ofClaim(String claim, String queue, ClaimCursor after) {
            List<?> plan = ArrayParameter.setParameters(
                            sql.query("EXPLAIN (ANALYZE, BUFFERS) " + claim),
                            PostgresClaims.WANTED,
                            List.of(new ClaimRequest(queue, CLAIMED, after)))
                    .setParameter(PostgresClaims.WANTED.size() + 1, "me")
                    .getResultList();
            // The first line is the whole statement's.
            Matcher counts = COUNT.matcher(plan.stream()
                    .map(String::valueOf)
                    .filter(line -> line.contains("Buffers: shared"))
                    .findFirst()
                    .orElseThrow());
            int sum = 0;
            while (counts.find()) {
                sum += Integer.parseInt(counts.group(1));
            }
            return sum;
        }
    }

    /** Not a method of the other: Weld takes a call from within for one of the bean to itself, without a transaction. */
    @ApplicationScoped
    static class OtherTransaction {
        @Resource(lookup = "java:comp/DefaultDataSource")
        DataSource dataSource;

        /** With a transaction open elsewhere, which has run this. */
        void whileHeld(String statement, Runnable task) throws SQLException {
            try (Connection held = dataSource.getConnection()) {
                held.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                held.setAutoCommit(false);
                held.createStatement().execute(statement);
                task.run();
                held.rollback();
                held.setAutoCommit(true);
            }
        }
    }

    @Inject
    OtherTransaction other;

    @Inject
    SearchPlans searches;

    @BeforeEach
    void empty() {
        sql.run("DELETE FROM jobs WHERE queue LIKE 'pile%'");
    }

    @Test
    void aClaimReadsNothingOfWhatIsFinishedFailedOrFuture() {
        sql.run("INSERT INTO jobs (id, queue, status, priority, scheduled_at)"
                + " SELECT 'pile-' || n, 'pile', (ARRAY['completed', 'failed', 'canceled', 'scheduled'])[1 + n % 4],"
                + " n % 3, now() + CASE n % 4 WHEN 3 THEN INTERVAL '1 day' ELSE INTERVAL '-1 day' END"
                + " FROM generate_series(1, 200000) AS n");
        insertDue();

        assertThat(pages.ofClaim(null)).isLessThan(FEW_PAGES);
        assertThat(sql.rows("SELECT id FROM jobs WHERE queue = 'pile' AND status = 'initialized'"))
                .hasSize(CLAIMED);
    }

    @Test
    void aTransactionHeldOpenElsewhereDoesNotSinkTheNextClaim() throws SQLException {
        other.whileHeld("SELECT count(*) FROM gork_nodes", () -> {
            sql.run("INSERT INTO jobs (id, queue, status, scheduled_at)"
                    + " SELECT 'pile-' || n, 'pile', 'scheduled', TIMESTAMPTZ '2020-01-01 00:00:00Z'"
                    + " FROM generate_series(1, 50000) AS n");
            sql.run("UPDATE jobs SET status = 'completed' WHERE queue = 'pile'");
            insertDue();
            ClaimCursor reached = new ClaimCursor(0, java.time.Instant.parse("2020-01-01T00:00:00Z"), "pile-99999");

            int fromBeginning = pages.ofClaim(null);
            int goingOn = pages.ofClaim(reached);

            assertThat(fromBeginning).as("all that is dead is read").isGreaterThan(FEW_PAGES);
            assertThat(goingOn).as("nothing of it").isLessThan(FEW_PAGES);
        });
    }

    /** The console estimates what it cannot be told soon. */
    @Test
    void whoLooksOnDoesNotHaveTheDatabaseSearchForLong() throws SQLException {
        insertDue();
        assertThat(depths.quickly(List.of("pile"), 1, 10, 10)
                        .orElseThrow()
                        .get("pile")
                        .due())
                .isEqualTo(10);

        other.whileHeld(
                "LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE",
                () -> assertThat(depths.quickly(List.of("pile"), 1, 10, 10)).isEmpty());
    }

    /** So a list of scheduled jobs does not hang on what a drained queue leaves in the index. */
    @Test
    void whoSearchesDoesNotHaveTheDatabaseCountForLong() throws SQLException {
        insertDue();
        JobFilter scheduled = JobFilter.all().queue("pile").status(JobStatus.SCHEDULED);
        assertThat(searches.readAtOnce(scheduled)).as("few are read at once").isTrue();

        other.whileHeld(
                "LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE",
                () -> assertThat(searches.readAtOnce(scheduled))
                        .as("it goes by windows instead")
                        .isFalse());
    }

    /** Which the planner then expects to have a few rows, all over the table; it would read and sort them. */
    @Test
    void aQueueThatIsNewSinceTheLastAnalyzeIsReadInOrderByOneOfTheShapes() {
        sql.run("INSERT INTO jobs (id, queue, status, scheduled_at)"
                + " SELECT 'pile-other-' || n, 'pile-other-' || n % 20,"
                + " CASE WHEN n % 100 < 84 THEN 'completed' ELSE 'scheduled' END,"
                + " now() + CASE WHEN n % 100 >= 98 THEN INTERVAL '-1 hour' ELSE INTERVAL '1 day' END"
                + " FROM generate_series(1, 100000) AS n");
        sql.run("ANALYZE jobs");
        sql.run("INSERT INTO jobs (id, queue, status, scheduled_at)"
                + " SELECT 'pile-new-' || n, 'pile-new', 'scheduled', now() FROM generate_series(1, 50000) AS n");

        List<Integer> read = PostgresClaims.CLAIM.shapes().stream()
                .map(claim -> pages.ofClaim(claim, "pile-new", null))
                .toList();

        assertThat(read).anyMatch(count -> count < FEW_PAGES);
    }

    private void insertDue() {
        sql.run("INSERT INTO jobs (id, queue, status, scheduled_at)"
                + " SELECT 'pile-due-' || n, 'pile', 'scheduled', now() FROM generate_series(1, 100) AS n");
        sql.run("ANALYZE jobs");
    }
}
