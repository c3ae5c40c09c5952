package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.LibertyServer;
import dev.gork.testing.OutageApp;
import dev.gork.testing.OwnServers;
import dev.gork.testing.PostgresServer;
import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Promise 8: outages pass, also by a failover. A primary, a standby that becomes one, and a server that knows both. */
@OwnServers
class FailoverServerIT {
    private static final String DATABASE = "shop";

    private static PostgresServer first;
    private static PostgresServer second;
    private static LibertyServer server;

    @BeforeAll
    static void start() throws Exception {
        first = PostgresServer.createShop();
        second = first.standby();
        String url = "jdbc:postgresql://localhost:" + first.port() + ",localhost:" + second.port()
                + "/shop?targetServerType=primary&connectTimeout=5&socketTimeout=60";
        server = new LibertyServer("failover", Wars.war("", OutageApp.class, OutageApp.Api.class), url, "shop");
        server.configuration("failover", """
                <dataSource id="DefaultDataSource">
                  <identifyException sqlState="25006" as="StaleConnection" />
                </dataSource>""");
        server.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        first.close();
        second.close();
    }

    /** The old primary lives on as a replica would: its connections stay open, and refuse every write. */
    @Test
    void workGoesOnAtTheNewPrimaryAndTheOldOneIsLeft() throws Exception {
        first.run(DATABASE, "INSERT INTO jobs (id, queue, status) VALUES ('before', 'held', 'scheduled')");
        Wait.until("it runs", () -> server.get("/app/begun/before").equals("true"));
        Wait.until("the standby has it", () -> is(second, "before", "initialized"));

        first.run(DATABASE, "ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()");
        Wait.until("not ready", () -> server.status("/health/ready") == 503);
        second.run(DATABASE, "SELECT pg_promote()");
        server.post("/app/release/before");

        Wait.until("ready again", () -> server.status("/health/ready") == 200);
        Wait.until("its outcome is written there", () -> is(second, "before", "completed"));
        second.run(DATABASE, "INSERT INTO jobs (id, queue, status) VALUES ('after', 'ledger', 'scheduled')");
        Wait.until("new work is done there", () -> is(second, "after", "completed"));
        assertThat(second.text(DATABASE, "SELECT count(*) FROM ledger WHERE job = 'after'"))
                .isEqualTo("1");
        Wait.until(
                "no connection leads to the old primary, but for what a pool keeps unused",
                () -> first.text(
                                DATABASE,
                                "SELECT COALESCE(string_agg(query, '; '), '') FROM pg_stat_activity"
                                        + " WHERE usename = 'shop' AND state_change > clock_timestamp() - INTERVAL '10 seconds'")
                        .isEmpty());
    }

    private static boolean is(PostgresServer postgres, String id, String status) throws Exception {
        return status.equals(
                postgres.text(DATABASE, "SELECT COALESCE(max(status), '') FROM jobs WHERE id = '" + id + "'"));
    }
}
