package dev.gork.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.OwnServers;
import dev.gork.testing.PlainSql;
import dev.gork.testing.PostgresServer;
import dev.gork.testing.Wait;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is started while the database is away. */
@OwnServers
@Tag(OwnServers.BESIDE_H2)
class ColdStartIT {
    private static final String DATABASE = "postgres";

    private static final Duration LEASE = Duration.ofSeconds(2);

    private static final Plan PLAN = new Plan(
            1,
            0,
            0,
            Duration.ZERO,
            Duration.ZERO,
            0,
            Duration.ofMillis(500),
            LEASE,
            Duration.ofMillis(200),
            10,
            Duration.ZERO);

    /** Of a node that was silent for as long as the database was away, and may yet turn out to live. */
    private static final String SILENT = """
            INSERT INTO gork_nodes (id, name, workers, last_seen_at) VALUES ('silent', 'silent', '{}', now() - INTERVAL '1 hour');
            INSERT INTO jobs (id, queue, status, node, claim) VALUES ('held', 'nobody', 'initialized', 'silent', 1)""";

    private static final String AFTER_ITS_START = """
            SELECT COALESCE(max(EXTRACT(EPOCH FROM updated_at - pg_postmaster_start_time()) * 1000), -1) FROM jobs
            WHERE id = 'held' AND status = 'scheduled'""";

    /** Promise 7: only what has been silent for a lease while the database was there is taken for dead. */
    @Test
    void itGivesTheOthersALeaseToShowThatTheyLive(@TempDir Path folder) throws Exception {
        try (PostgresServer postgres = PostgresServer.create(folder.resolve("database"));
                ChaosNode node = new ChaosNode("cold", postgres, PLAN, false, "", folder)) {
            postgres.run(DATABASE, script(), SILENT);
            postgres.crash();
            CompletableFuture<Void> start = CompletableFuture.runAsync(() -> start(node));
            Wait.until("it has tried", () -> node.server().log().contains("The reaper failed"));

            postgres.start();

            start.join();
            Wait.until("the job is put back", () -> millisAfterStart(postgres) >= 0);
            assertThat(millisAfterStart(postgres)).isGreaterThanOrEqualTo(LEASE.toMillis());
        }
    }

    private static void start(ChaosNode node) {
        try {
            node.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String script() throws Exception {
        try (InputStream in = PlainSql.class.getResourceAsStream("/dev/gork/database/postgresql/001_jobs.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** When it was put back; -1 before. */
    private static double millisAfterStart(PostgresServer postgres) throws SQLException {
        return Double.parseDouble(postgres.text(DATABASE, AFTER_ITS_START));
    }
}
