package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.LedgerApp;
import dev.gork.testing.LibertyServer;
import dev.gork.testing.OwnServers;
import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Two servers on one PostgreSQL. */
@OwnServers
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoNodesServerIT {
    private static final int JOBS = 10_000;

    private static final String USER = System.getProperty("gork.test.database.user");

    private static final String ENGINE_DATA_SOURCE = """
            <dataSource jndiName="jdbc/engine" type="java.sql.Driver" isolationLevel="TRANSACTION_READ_COMMITTED">
              <jdbcDriver libraryRef="jdbc" />
              <properties URL="${test.database.url}" user="${test.database.user}" password="" />
              <connectionManager maxPoolSize="10" />
            </dataSource>""";

    private static String url;
    private static Connection database;
    private static LibertyServer one;
    private static LibertyServer two;

    @BeforeAll
    static void start() throws Exception {
        String server = System.getProperty("gork.test.database.url");
        try (Connection postgres = DriverManager.getConnection(server, USER, "");
                Statement statement = postgres.createStatement()) {
            statement.execute("CREATE DATABASE two_nodes");
        }
        url = server.replaceAll("/[^/]*$", "/two_nodes");
        database = DriverManager.getConnection(url, USER, "");
        run("CREATE TABLE ledger (job varchar, claim integer)");
        WebArchive war = Wars.war("", LedgerApp.class, LedgerApp.Api.class)
                .setWebXML(Wars.binding("gork/EngineDataSource", "jdbc/engine"));
        one = new LibertyServer("one", war, url, USER).configuration("engine", ENGINE_DATA_SOURCE);
        two = new LibertyServer("two", war, url, USER).configuration("engine", ENGINE_DATA_SOURCE);
        one.start();
        two.start();
    }

    @AfterAll
    static void stop() throws Exception {
        for (LibertyServer server : new LibertyServer[] {one, two}) {
            if (server != null) {
                server.close();
            }
        }
        if (database != null) {
            database.close();
        }
    }

    @Test
    void twoNodesDrainTenThousandJobsWithNoneRunTwice() throws SQLException {
        run("INSERT INTO jobs (id, queue, status, scheduled_at)"
                + " SELECT 'job-' || n, 'work', 'scheduled', now() FROM generate_series(1, " + JOBS + ") AS n");

        Wait.until(
                "all are completed",
                () -> number("SELECT count(*) FROM jobs WHERE queue = 'work' AND status = 'completed'") == JOBS);

        assertThat(number("SELECT count(*) FROM ledger WHERE job LIKE 'job-%'")).isEqualTo(JOBS);
        assertThat(number("SELECT count(DISTINCT job) FROM ledger WHERE job LIKE 'job-%'"))
                .isEqualTo(JOBS);
        assertThat(number("SELECT count(*) FROM jobs WHERE queue = 'work' AND attempts <> 1"))
                .isZero();
    }

    /** Promise 2: at least once; promise 7: a dead node's jobs are rescued by any node. */
    @Test
    void whatAKilledNodeRanIsRunByTheOther() throws Exception {
        one.post("/app/enqueue/endless/orphan");
        Wait.until(
                "it runs",
                () -> number("SELECT count(*) FROM jobs WHERE id = 'orphan' AND status = 'initialized'") == 1);
        String node = text("SELECT node FROM jobs WHERE id = 'orphan'");
        // Whichever of the two has it: both served the queue.
        LibertyServer victim = one.log().contains(node) ? one : two;
        LibertyServer other = victim == one ? two : one;

        victim.kill();

        Wait.until(
                "the other completes it", () -> other.get("/app/jobs/orphan").equals("completed attempts=2 rescues=1"));
        victim.start();
    }

    /** Promise 3: fenced; promise 7: what a node had that was silent for longer than the lease is no longer its own. */
    @Test
    void aNodeThatWasFrozenGivesUpWhatItLostAndGoesOnAsAnother() throws Exception {
        one.post("/app/enqueue/endless/frozen");
        Wait.until(
                "it runs",
                () -> number("SELECT count(*) FROM jobs WHERE id = 'frozen' AND status = 'initialized'") == 1);
        String node = text("SELECT node FROM jobs WHERE id = 'frozen'");
        String claim = text("SELECT claim FROM jobs WHERE id = 'frozen'");
        LibertyServer victim = one.log().contains(node) ? one : two;
        LibertyServer other = victim == one ? two : one;

        victim.freeze();
        Wait.until(
                "the other completes it", () -> other.get("/app/jobs/frozen").equals("completed attempts=2 rescues=1"));
        victim.thaw();

        Wait.until("it notices", () -> victim.log().contains(node + " had expired"));
        Wait.until(
                "its handler was interrupted",
                () -> victim.log()
                        .contains("Job 'frozen' of queue 'endless' ended in attempt 1 after its claim " + claim
                                + " was lost"));
        assertThat(victim.get("/metrics"))
                .as("late finishers are counted")
                .containsPattern("gork_jobs_fenced_total\\{[^}]*queue=\"endless\"[^}]*} [1-9]");
        assertThat(other.get("/app/jobs/frozen")).isEqualTo("completed attempts=2 rescues=1");
        assertThat(number("SELECT count(*) FROM gork_nodes WHERE id = '" + node + "'"))
                .isZero();
    }

    /** Promise 7: a living node's job is never rescued; promise 8: handlers that use up the pool do not starve it. */
    @Test
    void nodesLiveAndGoOnWhileHandlersHaveAllConnections() throws Exception {
        run("INSERT INTO jobs (id, queue, status, scheduled_at)"
                + " SELECT 'hog-' || n, 'hog', 'scheduled', now() FROM generate_series(1, 80) AS n");
        Wait.until(
                "all slots are taken",
                () -> number("SELECT count(*) FROM jobs WHERE queue = 'hog' AND status = 'initialized'") == 80);
        String since = text("SELECT now()");

        Wait.until(
                "both have lived for three leases",
                () -> number("SELECT count(*) FROM gork_nodes WHERE last_seen_at > '" + since
                                + "'::timestamptz + INTERVAL '12 seconds'")
                        == 2);

        assertThat(number("SELECT count(*) FROM jobs WHERE queue = 'hog' AND (rescues > 0 OR attempts <> 1)"))
                .isZero();
        run("INSERT INTO jobs (id, queue, status, node, claim, attempts, started_at)"
                + " VALUES ('left', 'beside', 'initialized', 'a node that is gone', 1, 1, now())");
        Wait.until(
                "what a dead node left is rescued, claimed and completed",
                () -> number("SELECT count(*) FROM jobs WHERE id = 'left' AND status = 'completed' AND rescues = 1")
                        == 1);
        assertThat(number("SELECT count(*) FROM jobs WHERE queue = 'hog' AND status = 'initialized'"))
                .isEqualTo(80);
        one.post("/app/release");
        two.post("/app/release");
        Wait.until(
                "all are completed",
                () -> number("SELECT count(*) FROM jobs WHERE queue = 'hog' AND status = 'completed' AND attempts = 1")
                        == 80);
    }

    @Test
    void aQueueThatIsPausedOnOneNodeIsPausedOnBoth() throws Exception {
        one.post("/app/pause/work");
        Wait.until(
                "both know",
                () -> one.log().contains("'work' is now paused") && two.log().contains("'work' is now paused"));
        run("INSERT INTO jobs (id, queue, status, scheduled_at)"
                + " SELECT 'kept-' || n, 'work', 'scheduled', now() FROM generate_series(1, 1000) AS n");
        one.post("/app/enqueue/beside/beside-1");
        two.post("/app/enqueue/beside/beside-2");
        Wait.until(
                "another queue's are run",
                () -> number("SELECT count(*) FROM jobs WHERE id LIKE 'beside-%' AND status = 'completed'") == 2);
        assertThat(number("SELECT count(*) FROM ledger WHERE job LIKE 'kept-%'"))
                .isZero();

        two.post("/app/resume/work");
        Wait.until(
                "all are completed",
                () -> number("SELECT count(*) FROM jobs WHERE id LIKE 'kept-%' AND status = 'completed'") == 1000);
    }

    /**
     * Promise 8, of what is done to many jobs at once: it is killed in the middle, and another node goes on from there. The
     * last test, for it leaves one node alone.
     */
    @Test
    @Order(Integer.MAX_VALUE)
    void whatAKilledNodeDidToManyJobsIsFinishedByTheOther() throws Exception {
        run("INSERT INTO jobs (id, queue, status)"
                + " SELECT 'many-' || lpad(n::text, 4, '0'), 'many', 'scheduled' FROM generate_series(1, 5000) AS n");
        two.stop();
        try (Connection holder = DriverManager.getConnection(url, USER, "");
                Statement hold = holder.createStatement()) {
            holder.setAutoCommit(false);
            hold.execute("SELECT 1 FROM jobs WHERE id = 'many-4500' FOR UPDATE");
            run("INSERT INTO gork_bulk (id, action, target, state, started_by)"
                    + " VALUES ('many', 'cancel', '{\"queue\": \"many\"}', 'running', 'a test')");
            Wait.until(
                    "it is in the middle, and waits",
                    () -> number("SELECT done FROM gork_bulk WHERE id = 'many'") > 0
                            && number("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0);

            one.kill();
        }
        two.start();

        Wait.until(
                "the other finishes it",
                () -> text("SELECT state FROM gork_bulk WHERE id = 'many'").equals("done"));
        assertThat(text("SELECT done || ' done, ' || skipped || ' skipped' FROM gork_bulk WHERE id = 'many'"))
                .isEqualTo("5000 done, 0 skipped");
        assertThat(number("SELECT count(*) FROM jobs WHERE queue = 'many' AND status = 'canceled'"))
                .isEqualTo(5000);
    }

    private static void run(String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(String sql) throws SQLException {
        return Long.parseLong(text(sql));
    }

    private static String text(String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
