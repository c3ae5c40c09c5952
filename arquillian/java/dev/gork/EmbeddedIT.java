package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.LedgerApp;
import dev.gork.testing.LibertyServer;
import dev.gork.testing.OwnServers;
import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H2 in the server's own process, kept in a file: as trustworthy as its settings make it. */
@OwnServers
@Tag(OwnServers.BESIDE_H2)
class EmbeddedIT {
    @Test
    void aCommittedJobSurvivesAKillAndAnInterruptedStatementHurtsNobody(@TempDir Path folder) throws Exception {
        String url = "jdbc:h2:async:" + folder.resolve("jobs") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE ledger (job varchar, claim integer)");
        }
        try (LibertyServer server =
                new LibertyServer("embedded", Wars.war("", LedgerApp.class, LedgerApp.Api.class), url, "sa")) {
            server.start();
            server.post("/app/enqueue/endless/running");
            Wait.until("it runs", () -> server.get("/app/jobs/running").startsWith("initialized"));
            server.post("/app/enqueue/nobody/committed");

            server.kill();
            server.start();

            assertThat(server.get("/app/jobs/committed")).isEqualTo("scheduled attempts=0 rescues=0");
            Wait.until(
                    "the job that ran is run again",
                    () -> server.get("/app/jobs/running").equals("completed attempts=2 rescues=1"));

            for (int i = 0; i < 10; i++) {
                server.post("/app/enqueue/busy/busy-" + i);
            }
            for (int i = 0; i < 10; i++) {
                String job = "/app/jobs/busy-" + i;
                Wait.until("it was interrupted", () -> server.get(job).startsWith("failed attempts=1"));
            }
            server.post("/app/enqueue/work/after");
            Wait.until(
                    "the database still works",
                    () -> server.get("/app/jobs/after").startsWith("completed"));
        }
    }
}
