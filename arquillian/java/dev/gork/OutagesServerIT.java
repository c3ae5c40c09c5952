package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.LibertyServer;
import dev.gork.testing.OutageApp;
import dev.gork.testing.OwnServers;
import dev.gork.testing.PostgresServer;
import dev.gork.testing.Proxy;
import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise 8: outages pass. One server, and a PostgreSQL that fails it in every way that one can. */
@OwnServers
@Tag(OwnServers.BESIDE_H2)
class OutagesServerIT {
    private static final String DATABASE = "shop";
    private static final String END_SESSIONS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE usename = 'shop' AND pid <> pg_backend_pid()";

    private static PostgresServer postgres;
    private static Proxy network;
    private static LibertyServer server;

    @BeforeAll
    static void start() throws Exception {
        postgres = PostgresServer.createShop();
        network = new Proxy(postgres.port());
        String url = "jdbc:postgresql://localhost:" + network.port() + "/shop?connectTimeout=5&socketTimeout=4";
        WebArchive war = Wars.war("gork.statement-timeout=1s\n", OutageApp.class, OutageApp.Api.class);
        server = new LibertyServer("outages", war, url, "shop");
        server.configuration("transactions", "<transaction totalTranLifetimeTimeout=\"2s\" />");
        server.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        network.close();
        postgres.close();
    }

    /** What goes wrong with a database, or is put right. */
    private interface Step {
        void run() throws Exception;
    }

    private static Arguments outage(String name, Step begins, Step ends) {
        return Arguments.of(name, begins, ends);
    }

    private static Step sql(String... statements) {
        return () -> postgres.run(DATABASE, statements);
    }

    private static Step refuse(String state) {
        return beforeUpdates("RAISE EXCEPTION 'refused on purpose' USING ERRCODE = '" + state + "'");
    }

    private static Step beforeUpdates(String command) {
        return sql(
                "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " + command
                        + "; RETURN NULL; END $$",
                "CREATE TRIGGER refuse BEFORE UPDATE ON jobs FOR EACH STATEMENT EXECUTE FUNCTION refuse()",
                "CREATE TRIGGER refuse BEFORE UPDATE ON gork_nodes FOR EACH STATEMENT EXECUTE FUNCTION refuse()");
    }

    private static final Step ACCEPT = sql("DROP TRIGGER refuse ON jobs", "DROP TRIGGER refuse ON gork_nodes");

    static Stream<Arguments> outages() {
        return Stream.of(
                outage("crashed", () -> postgres.crash(), () -> postgres.start()),
                outage("stopped", () -> postgres.stop(), () -> postgres.start()),
                outage("silent", () -> network.silence(), () -> network.resume()),
                outage(
                        "read-only",
                        sql("ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()"),
                        sql(
                                "SET default_transaction_read_only = off",
                                "ALTER SYSTEM RESET default_transaction_read_only",
                                "SELECT pg_reload_conf()")),
                outage(
                        "out-of-connections",
                        sql("ALTER ROLE shop CONNECTION LIMIT 0", END_SESSIONS),
                        sql("ALTER ROLE shop CONNECTION LIMIT -1")),
                outage(
                        "statement-timeout",
                        () -> {
                            beforeUpdates("PERFORM pg_sleep(60)").run();
                            postgres.run(DATABASE, "ALTER ROLE shop SET statement_timeout = 100", END_SESSIONS);
                        },
                        () -> {
                            postgres.run(DATABASE, "ALTER ROLE shop RESET statement_timeout", END_SESSIONS);
                            ACCEPT.run();
                        }),
                outage("deadlock", refuse("40P01"), ACCEPT),
                outage("serialisation-failure", refuse("40001"), ACCEPT));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("outages")
    void anOutagePasses(String name, Step begins, Step ends) throws Exception {
        enqueue("held", name);
        Wait.until("it runs", () -> server.get("/app/begun/" + name).equals("true"));

        String before = server.log();
        begins.run();
        try {
            Wait.until("not ready", () -> server.status("/health/ready") == 503);
            assertThat(server.get("/health/ready"))
                    .contains("\"reason\"")
                    .doesNotContain("127.0.0.1", "shop", "gork_nodes");
            assertThat(server.status("/health/live")).isEqualTo(200);
            // Its sessions learn of it one after the other.
            Wait.until("claims fail", () -> since(before).contains("Claiming jobs failed"));
            server.post("/app/release/" + name);
            Wait.value(
                    "its outcome cannot be written",
                    () -> since(before).contains("Writing outcomes failed") ? "" : row(name),
                    String::isEmpty);
        } finally {
            ends.run();
        }

        Wait.until("ready again", () -> server.status("/health/ready") == 200);
        Wait.until("its outcome is written after all", () -> is(name, "completed"));
        assertThat(postgres.text(DATABASE, "SELECT attempts || ' ' || result FROM jobs WHERE id = '" + name + "'"))
                .isEqualTo("1 \"held\"");
        enqueue("ledger", "after-" + name);
        Wait.until("work goes on", () -> is("after-" + name, "completed"));
    }

    /** Waiting for a lock is failing, too: it ends, and is tried again. */
    @Test
    void aLockThatIsNotReleasedIsNotWaitedForWithoutEnd() throws Exception {
        String before = server.log();
        try (Connection administrator = postgres.connect(DATABASE);
                Statement statement = administrator.createStatement()) {
            administrator.setAutoCommit(false);
            statement.execute("LOCK TABLE jobs");
            Wait.until(
                    "it has given up more than once",
                    () -> since(before).contains("Claiming jobs failed (3 in a row)"));
            assertThat(Integer.parseInt(postgres.text(DATABASE, "SELECT count(*) FROM pg_locks WHERE NOT granted")))
                    .as("what is given up does not wait on in the database")
                    .isLessThan(10);
            administrator.rollback();
        }

        enqueue("ledger", "after-lock");
        Wait.until("work goes on", () -> is("after-lock", "completed"));
    }

    /** Promise 7: as many as there are, however long each question to the database takes. */
    @Test
    void aDeadNodesJobsAreBackThoughTheDatabaseIsFarAway() throws Exception {
        network.delay(Duration.ofMillis(12));
        try {
            postgres.run(
                    DATABASE,
                    "INSERT INTO jobs (id, queue, status, node, claim, attempts) SELECT 'far-' || n, 'far', 'initialized',"
                            + " 'a node that is gone', n, 1 FROM generate_series(1, 5000) AS n");

            Wait.until(
                    "all are back",
                    () -> postgres.text(DATABASE, "SELECT count(*) FROM jobs WHERE queue = 'far' AND rescues = 1")
                            .equals("5000"));
        } finally {
            network.delay(Duration.ZERO);
        }
    }

    /** Promise 15: a trigger of somebody's refuses one job, whatever it says. */
    @ParameterizedTest
    @ValueSource(strings = {"P0001", "40001", "57014", "53100", "57P01", "42883"})
    void anOutcomeThatATriggerRefusesHoldsUpNoOther(String state) throws Exception {
        String refused = "refused-" + state;
        postgres.run(
                DATABASE,
                "CREATE FUNCTION refuse_one() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " RAISE EXCEPTION 'refused on purpose' USING ERRCODE = '" + state + "'; END $$",
                "CREATE TRIGGER refuse_one BEFORE UPDATE ON jobs FOR EACH ROW WHEN (NEW.id = '" + refused
                        + "' AND NEW.status = 'completed') EXECUTE FUNCTION refuse_one()");
        try {
            enqueue("held", refused);
            Wait.until("it runs", () -> server.get("/app/begun/" + refused).equals("true"));
            server.post("/app/release/" + refused);
            for (int i = 0; i < 20; i++) {
                String other = "beside-" + state + "-" + i;
                enqueue("held", other);
                server.post("/app/release/" + other);
            }
            Wait.until(
                    "all others are completed",
                    () -> postgres.text(
                                    DATABASE,
                                    "SELECT count(*) FROM jobs WHERE status = 'completed' AND id LIKE 'beside-" + state
                                            + "-%'")
                            .equals("20"));
            assertThat(is(refused, "initialized")).isTrue();
        } finally {
            postgres.run(DATABASE, "DROP TRIGGER refuse_one ON jobs", "DROP FUNCTION refuse_one()");
        }
        Wait.until("it is written, too", () -> is(refused, "completed"));
    }

    /** Promise 15: and 4, for whoever has locked its row cannot make an effect of it happen twice. */
    @Test
    void aLockedRowDelaysItsTransactionalHandlerAlone() throws Exception {
        enqueue("slow", "locked");
        Wait.until("it runs", () -> is("locked", "initialized"));
        try (Connection user = postgres.connect(DATABASE);
                Statement statement = user.createStatement()) {
            user.setAutoCommit(false);
            statement.execute("SELECT 1 FROM jobs WHERE id = 'locked' FOR UPDATE");
            Wait.until(
                    "its completion waits",
                    () -> !postgres.text(DATABASE, "SELECT count(*) FROM pg_locks WHERE NOT granted")
                            .equals("0"));
            enqueue("ledger", "beside-locked");
            Wait.until("another is completed", () -> is("beside-locked", "completed"));
            user.rollback();
        }
        Wait.until("it is completed, too", () -> is("locked", "completed"));
        assertThat(postgres.text(DATABASE, "SELECT attempts FROM jobs WHERE id = 'locked'"))
                .isEqualTo("1");
    }

    /** Promises 3 and 4: the database commits it, and the node does not hear of it. */
    @Test
    void aTransactionalHandlerWhoseCommitsAnswerIsLostIsCompletedAndToldAsSuch() throws Exception {
        postgres.run(
                DATABASE,
                "CREATE FUNCTION commit_slowly() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " PERFORM pg_sleep(3); RETURN NULL; END $$",
                "CREATE CONSTRAINT TRIGGER commit_slowly AFTER INSERT ON ledger DEFERRABLE INITIALLY DEFERRED"
                        + " FOR EACH ROW WHEN (NEW.job = 'commit-lost') EXECUTE FUNCTION commit_slowly()");
        String before = server.log();
        try {
            enqueue("ledger", "commit-lost");
            Wait.until(
                    "its commit is under way",
                    () -> !postgres.text(
                                    DATABASE,
                                    "SELECT count(*) FROM pg_stat_activity WHERE query = 'COMMIT' AND state = 'active'")
                            .equals("0"));
            network.cut();
            Wait.until("it is committed", () -> is("commit-lost", "completed"));
            Wait.until("the node knows", () -> counted("completed") == completedInTable());
        } finally {
            postgres.run(DATABASE, "DROP TRIGGER commit_slowly ON ledger", "DROP FUNCTION commit_slowly()");
        }

        assertThat(postgres.text(DATABASE, "SELECT attempts FROM jobs WHERE id = 'commit-lost'"))
                .isEqualTo("1");
        assertThat(postgres.text(DATABASE, "SELECT count(*) FROM ledger WHERE job = 'commit-lost'"))
                .isEqualTo("1");
        assertThat(since(before)).doesNotContain("Job 'commit-lost' of queue 'ledger' ended in attempt");
    }

    private static double counted(String what) throws Exception {
        String wanted = "gork_jobs_" + what + "_total{";
        return server.get("/metrics")
                .lines()
                .filter(line -> line.startsWith(wanted) && line.contains("queue=\"ledger\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static double completedInTable() throws SQLException {
        return Double.parseDouble(
                postgres.text(DATABASE, "SELECT count(*) FROM jobs WHERE queue = 'ledger' AND status = 'completed'"));
    }

    /** Promise 4: the handler's transaction lasts as long as its queue's timeout, whatever the server's is. */
    @Test
    void aTransactionalHandlerMayTakeLongerThanTheServersTransactions() throws Exception {
        enqueue("slow", "slow");

        Wait.until("it is finished", () -> is("slow", "completed") || is("slow", "failed"));
        assertThat(postgres.text(DATABASE, "SELECT status || COALESCE(last_error, '') FROM jobs WHERE id = 'slow'"))
                .isEqualTo("completed");
    }

    /** Promise 7: whether a node lives does not depend on whether handlers leave it a connection. */
    @Test
    void aNodeThatWasFrozenLivesAgainAtOnceAlsoIfHandlersHaveAllConnections() throws Exception {
        postgres.run(
                DATABASE,
                "INSERT INTO jobs (id, queue, status) SELECT 'hog-' || n, 'hog', 'scheduled'"
                        + " FROM generate_series(1, 50) AS n");
        Wait.until(
                "the pool is used up",
                () -> postgres.text(DATABASE, "SELECT count(*) >= 40 FROM pg_stat_activity WHERE usename = 'shop'")
                        .equals("t"));
        String frozen = postgres.text(DATABASE, "SELECT now()");

        server.freeze();
        Wait.until(
                "two leases have passed",
                () -> postgres.text(DATABASE, "SELECT now() > '" + frozen + "'::timestamptz + INTERVAL '9 seconds'")
                        .equals("t"));
        String thawed = postgres.text(DATABASE, "SELECT now()");
        server.thaw();

        Wait.until(
                "it goes on sending heartbeats",
                Duration.ofSeconds(20),
                () -> postgres.text(
                                DATABASE,
                                "SELECT count(*) > 0 FROM gork_nodes WHERE last_seen_at > '" + thawed
                                        + "'::timestamptz + INTERVAL '1 second'")
                        .equals("t"));
        server.post("/app/release/hog");
        enqueue("ledger", "after-hogs");
        Wait.until("work goes on", () -> is("after-hogs", "completed"));
    }

    private static String since(String before) throws IOException {
        return server.log().substring(before.length());
    }

    private static void enqueue(String queue, String id) throws SQLException {
        postgres.run(
                DATABASE, "INSERT INTO jobs (id, queue, status) VALUES ('" + id + "', '" + queue + "', 'scheduled')");
    }

    private static String row(String id) {
        try {
            return postgres.text(DATABASE, "SELECT to_jsonb(jobs) FROM jobs WHERE id = '" + id + "'");
        } catch (SQLException noAnswer) {
            return noAnswer.getMessage();
        }
    }

    private static boolean is(String id, String status) throws SQLException {
        return status.equals(postgres.text(DATABASE, "SELECT status FROM jobs WHERE id = '" + id + "'"));
    }
}
