package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.LibertyServer;
import dev.gork.testing.OutageApp;
import dev.gork.testing.OwnServers;
import dev.gork.testing.PostgresServer;
import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import java.sql.SQLException;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Promise 8, of commits that wait for a synchronous standby that is not there. They are done on the primary, and visible
 * to nobody until it is. The driver has no timeout of its own here.
 */
@OwnServers
class CommitsServerIT {
    private static final String DATABASE = "shop";
    private static final int JOBS = 200;

    private static PostgresServer postgres;
    private static LibertyServer server;

    @BeforeAll
    static void start() throws Exception {
        postgres = PostgresServer.createShop();
        String url = "jdbc:postgresql://localhost:" + postgres.port() + "/shop";
        WebArchive war = Wars.war("gork.statement-timeout=1s\n", OutageApp.class, OutageApp.Api.class);
        server = new LibertyServer("commits", war, url, "shop").start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
        postgres.close();
    }

    @Test
    void aCommitThatWaitsForAStandbyIsGivenUpAndWhatItClaimedIsRunOnceItIsVisible() throws Exception {
        postgres.run(DATABASE, "ALTER SYSTEM SET synchronous_standby_names = 'nobody'", "SELECT pg_reload_conf()");
        try {
            postgres.run(
                    DATABASE,
                    "SET synchronous_commit = local",
                    "INSERT INTO jobs (id, queue, status)"
                            + " SELECT 'waiting-' || n, 'quick', 'scheduled' FROM generate_series(1, " + JOBS
                            + ") AS n");
            Wait.until("it says so", () -> server.log().contains("Claiming jobs has waited for the database"));
            Wait.until("not ready", () -> server.status("/health/ready") == 503);
            assertThat(server.status("/health/live")).isEqualTo(200);
            Wait.until("it goes on", () -> server.log().contains("Claiming jobs failed (2 in a row)"));
        } finally {
            postgres.run(DATABASE, "ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()");
        }

        Wait.until("ready again", () -> server.status("/health/ready") == 200);
        Wait.value("all are completed", CommitsServerIT::statuses, ("completed " + JOBS)::equals);
        assertThat(postgres.text(DATABASE, "SELECT max(attempts) FROM jobs WHERE queue = 'quick'"))
                .as("what nobody began costs no attempt")
                .isEqualTo("1");
    }

    private static String statuses() throws SQLException {
        return postgres.text(
                DATABASE,
                "SELECT string_agg(status || ' ' || jobs, ', ')"
                        + " FROM (SELECT status, count(*) AS jobs FROM jobs WHERE queue = 'quick' GROUP BY 1) AS found");
    }
}
