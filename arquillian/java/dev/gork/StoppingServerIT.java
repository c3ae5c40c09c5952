package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.LibertyServer;
import dev.gork.testing.OutageApp;
import dev.gork.testing.OwnServers;
import dev.gork.testing.PostgresServer;
import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import java.io.IOException;
import java.sql.Connection;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Promise 9: stopping is clean, in every way that a server or an application is stopped. */
@OwnServers
@Tag(OwnServers.BESIDE_H2)
class StoppingServerIT {
    private static final String DATABASE = "postgres";
    private static final long GRACE_MILLIS = 2000;
    private static final Pattern STOPPED = Pattern.compile("gork stopped after ([\\d,.]+) ms");

    private static final Pattern LONG_PAUSE =
            Pattern.compile("Writing outcomes failed \\(\\d+ in a row\\), next try in \\d{5} ms");

    private static PostgresServer postgres;
    private static LibertyServer server;

    @BeforeAll
    static void create() throws Exception {
        postgres = PostgresServer.create();
        postgres.run(DATABASE, "CREATE TABLE ledger (job varchar)");
        server = new LibertyServer(
                "stopping",
                Wars.war("gork.shutdown-grace=" + GRACE_MILLIS + "ms\n", OutageApp.class, OutageApp.Api.class),
                "jdbc:postgresql://localhost:" + postgres.port() + "/postgres?connectTimeout=5&socketTimeout=60",
                "postgres");
    }

    @BeforeEach
    void start() throws Exception {
        postgres.run(DATABASE, "DELETE FROM ledger");
        server.deploy();
        if (server.isAlive()) {
            Wait.until("its application answers", () -> server.status("/app/begun/any") == 200);
        } else {
            server.start();
        }
    }

    /** Its application is stopped, if the test has not done so, and what it held goes with it. */
    @AfterEach
    void empty() throws Exception {
        server.undeploy();
        Wait.until("nothing is there", () -> !server.isAlive() || server.status("/app/begun/any") == 404);
        postgres.run(DATABASE, "DELETE FROM jobs");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        postgres.close();
    }

    @Test
    void byTheOperatingSystem() throws Exception {
        enqueue("held", "reacts");
        enqueue("deaf", "ignores");
        String before = server.log();

        server.stop();

        released("reacts", "ignores");
        assertThat(since(before))
                .contains("gork stops: 2 jobs are running, and have 2 s")
                .contains("gork interrupts 2 jobs that have not ended in time")
                .contains("job 'ignores' of queue 'deaf' ignores its interrupt and is released");
        inTime(before);
        assertThat(number("SELECT count(*) FROM gork_nodes"))
                .as("the last heartbeat is the node's leaving")
                .isZero();
    }

    @Test
    void byTheServersCommand() throws Exception {
        enqueue("held", "reacts");
        String before = server.log();

        server.stopByCommand();

        released("reacts");
        inTime(before);
    }

    /** Promise 5: it is claimed, and cannot begin while another job runs. */
    @Test
    void whileASuspectWaitsForItsTurn() throws Exception {
        enqueue("held", "reacts");
        postgres.run(
                DATABASE, "INSERT INTO jobs (id, queue, status, rescues) VALUES ('suspect', 'held', 'scheduled', 3)");
        Wait.until(
                "it is claimed",
                () -> number("SELECT count(*) FROM jobs WHERE status = 'initialized' AND id = 'suspect'") == 1);
        String before = server.log();

        stopApplication(before);

        released("reacts");
        inTime(before);
        assertThat(postgres.text(
                        DATABASE, "SELECT concat_ws(' ', status, attempts, rescues) FROM jobs WHERE id = 'suspect'"))
                .isEqualTo("scheduled 0 3");
        assertThat(number("SELECT count(*) FROM gork_attempts WHERE job = 'suspect'"))
                .as("it never began")
                .isZero();
    }

    @Test
    void withItsApplicationAloneWhichGoesOnWhenItIsDeployedAgain() throws Exception {
        enqueue("held", "reacts");
        String before = server.log();

        stopApplication(before);

        released("reacts");
        inTime(before);
        assertThat(server.get("/health/ready"))
                .as("nobody is told that it is ready")
                .doesNotContain("\"name\":\"gork-ready\",\"status\":\"UP\"");
        server.deploy();
        Wait.until(
                "its next node runs it",
                () -> number(
                                "SELECT count(*) FROM jobs WHERE status = 'initialized' AND id = 'reacts' AND attempts = 1")
                        == 1);
    }

    @Test
    void withTheDatabaseAway() throws Exception {
        enqueue("held", "reacts");
        String before = server.log();
        postgres.stop();
        try {
            stopApplication(before);
        } finally {
            postgres.start();
        }

        inTime(before);
        server.deploy();
        Wait.until("its application answers", () -> server.status("/app/begun/any") == 200);
        server.post("/app/release/reacts");
        Wait.until(
                "its next node rescues and runs it",
                () -> number("SELECT count(*) FROM jobs WHERE status = 'completed' AND rescues = 1") == 1);
    }

    /** What writes outcomes pauses for many seconds by then, longer than stopping may take. */
    @Test
    void withTheDatabaseJustBack() throws Exception {
        enqueue("held", "reacts");
        String before = server.log();
        postgres.stop();
        try {
            server.post("/app/release/reacts");
            Wait.until(
                    "it pauses for long",
                    () -> LONG_PAUSE.matcher(since(before)).find());
        } finally {
            postgres.start();
        }
        stopApplication(before);

        inTime(before);
        assertThat(postgres.text(
                        DATABASE, "SELECT concat_ws(' ', status, attempts, rescues) FROM jobs WHERE id = 'reacts'"))
                .isEqualTo("completed 1 0");
    }

    /** Promise 15, too: a row that somebody has locked does not keep it from stopping. */
    @Test
    void withARowThatIsLocked() throws Exception {
        enqueue("held", "reacts");
        String before = server.log();
        try (Connection user = postgres.connect(DATABASE);
                Statement statement = user.createStatement()) {
            user.setAutoCommit(false);
            statement.execute("SELECT 1 FROM jobs WHERE id = 'reacts' FOR UPDATE");
            server.post("/app/release/reacts");
            Wait.until("it is held up", () -> since(before).contains("cannot be written now and is tried again"));

            stopApplication(before);
        }

        inTime(before);
        assertThat(since(before)).contains("Outcomes were not all written in time");
    }

    /** From the start of the server's quiesce period on, its executors refuse every task; ticks come from one of them. */
    @Test
    void whileTheServersExecutorsRefuseOutcomesAreWrittenAndPollsAreOnlyLate() throws Exception {
        enqueue("held", "reacts");
        Thread request = new Thread(() -> server.post("/app/quiesce/reacts"));
        request.start();
        Wait.until("the request is there", () -> number("SELECT count(*) FROM ledger") == 1);
        String before = server.log();

        server.stop();

        request.join();
        inTime(before);
        assertThat(postgres.text(DATABASE, "SELECT string_agg(job, ', ' ORDER BY job) FROM ledger"))
                .isEqualTo("outcome written, polled, refused, waiting");
    }

    private static void stopApplication(String before) throws IOException {
        server.undeploy();
        Wait.until("it has stopped", () -> STOPPED.matcher(since(before)).find());
    }

    private static void enqueue(String queue, String id) throws Exception {
        postgres.run(
                DATABASE, "INSERT INTO jobs (id, queue, status) VALUES ('" + id + "', '" + queue + "', 'scheduled')");
        Wait.until(
                "it runs",
                () -> number("SELECT count(*) FROM jobs WHERE status = 'initialized' AND id = '" + id + "'") == 1);
    }

    private static void released(String... ids) throws Exception {
        for (String id : ids) {
            assertThat(postgres.text(
                            DATABASE,
                            "SELECT concat_ws(' ', status, attempts, retry_count, rescues, node)"
                                    + " FROM jobs WHERE id = '" + id + "'"))
                    .as(id)
                    .isEqualTo("scheduled 0 0 0");
        }
    }

    /** With the default grace of 20 s, it is 25 s. */
    private static void inTime(String before) throws Exception {
        Matcher stopped = STOPPED.matcher(since(before));
        assertThat(stopped.find()).isTrue();
        assertThat(Long.parseLong(stopped.group(1).replaceAll("\\D", ""))).isLessThan(GRACE_MILLIS + 5000);
    }

    private static String since(String before) throws IOException {
        return server.log().substring(before.length());
    }

    private static long number(String query) throws Exception {
        return Long.parseLong(postgres.text(DATABASE, query));
    }
}
