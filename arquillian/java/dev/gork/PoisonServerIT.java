package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.LibertyServer;
import dev.gork.testing.OwnServers;
import dev.gork.testing.PoisonApp;
import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Promise 5: no poison. A job halts its process, again and again, with neighbours that have done nothing. */
@OwnServers
class PoisonServerIT {
    private static final String USER = System.getProperty("gork.test.database.user");

    private static final String UNFINISHED = "SELECT count(*) FROM jobs WHERE status IN ('scheduled', 'initialized')";

    /** It is started six times. */
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private static Connection database;
    private static LibertyServer server;

    @BeforeAll
    static void create() throws Exception {
        String shared = System.getProperty("gork.test.database.url");
        try (Connection postgres = DriverManager.getConnection(shared, USER, "");
                Statement statement = postgres.createStatement()) {
            statement.execute("CREATE DATABASE poison");
        }
        String url = shared.replaceAll("/[^/]*$", "/poison");
        database = DriverManager.getConnection(url, USER, "");
        server = new LibertyServer("poison", Wars.war("", PoisonApp.class), url, USER);
        server.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
        if (database != null) {
            database.close();
        }
    }

    @Test
    void onlyTheJobThatKillsItsNodeFails() throws SQLException {
        run("INSERT INTO jobs (id, queue, status) VALUES ('culprit', 'poison', 'scheduled')");
        run("INSERT INTO jobs (id, queue, status) SELECT 'innocent-' || n, 'poison', 'scheduled'"
                + " FROM generate_series(1, 9) AS n");

        Wait.until("all are finished", TIMEOUT, () -> {
            if (!server.isAlive()) {
                startAgain();
            }
            return number(UNFINISHED) == 0;
        });

        assertThat(text("SELECT concat_ws(' ', status, rescues, last_error) FROM jobs WHERE id = 'culprit'"))
                .startsWith("failed 5 Given up: 5 times the node that ran it died");
        assertThat(number("SELECT count(*) FROM jobs WHERE id LIKE 'innocent-%' AND status = 'completed'"))
                .isEqualTo(9);
        assertThat(number("SELECT max(rescues) FROM jobs WHERE id LIKE 'innocent-%'"))
                .as(
                        "they were there when it happened, some with few others, and no more than that is held against them")
                .isLessThanOrEqualTo(3);
        assertThat(
                        number(
                                "SELECT count(*) FROM gork_nodes WHERE suspects IS NOT NULL AND last_seen_at > now() - INTERVAL '4 s'"))
                .isZero();
    }

    private static void startAgain() throws IOException {
        try {
            server.start();
        } catch (IllegalStateException e) { // it was killed again before it was asked whether it has started
            assertThat(server.isAlive()).isFalse();
        }
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
