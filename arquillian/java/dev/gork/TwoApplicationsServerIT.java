package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.LibertyServer;
import dev.gork.testing.OutageApp;
import dev.gork.testing.OwnServers;
import dev.gork.testing.PostgresServer;
import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Promise 16: beside other applications, each has its own metrics and says which health is whose. */
@OwnServers
class TwoApplicationsServerIT {
    private static final String DATABASE = "shop";

    private static PostgresServer postgres;
    private static LibertyServer server;

    @BeforeAll
    static void start() throws Exception {
        postgres = PostgresServer.createShop();
        server = new LibertyServer(
                        "two",
                        Wars.war("", OutageApp.class, OutageApp.Api.class),
                        "jdbc:postgresql://localhost:" + postgres.port() + "/shop",
                        "shop")
                .deployAlso("other", Wars.war("", OutageApp.class, OutageApp.Api.class))
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        postgres.close();
    }

    @Test
    void stoppingOneTakesNothingOfTheOthersAway() throws Exception {
        Wait.until(
                "both have their series",
                () -> metrics().contains(series("gork_jobs_completed_total", "test"))
                        && metrics().contains(series("gork_jobs_completed_total", "other")));
        postgres.run(
                DATABASE,
                "INSERT INTO jobs (id, queue, status) SELECT 'l' || n, 'ledger', 'scheduled'"
                        + " FROM generate_series(1, 20) AS n");
        Wait.until("all are counted by one or the other", () -> completed("test") + completed("other") == 20);
        double before = completed("test");
        assertThat(server.get("/health/ready")).contains("\"application\":\"test\"", "\"application\":\"other\"");

        server.undeploy("other");
        Wait.until("the other is gone", () -> !metrics().contains("application=\"other\""));

        assertThat(completed("test")).isEqualTo(before);
        assertThat(metrics()).contains(series("gork_slots", "test"));
        postgres.run(DATABASE, "INSERT INTO jobs (id, queue, status) VALUES ('after', 'ledger', 'scheduled')");
        Wait.until("it goes on counting", () -> completed("test") == before + 1);
    }

    private static String metrics() {
        return server.get("/metrics?scope=application");
    }

    private static String series(String name, String application) {
        return name + "{application=\"" + application + "\"";
    }

    private static double completed(String application) {
        Matcher found = Pattern.compile("gork_jobs_completed_total\\{[^}]*application=\"" + application
                        + "\"[^}]*queue=\"ledger\"[^}]*} ([\\d.E]+)")
                .matcher(metrics());
        return found.find() ? Double.parseDouble(found.group(1)) : -1;
    }
}
