package dev.gork;

import static dev.gork.testing.Console.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.Console;
import dev.gork.testing.LibertyServer;
import dev.gork.testing.OwnServers;
import dev.gork.testing.PostgresServer;
import dev.gork.testing.Wait;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Promise 15: a start that needs locks keeps nobody waiting, neither those who have them nor those who ask how it is. */
@OwnServers
class StartServerIT {
    private static final String DATABASE = "postgres";

    /** As gork's Go library makes it. */
    private static final String GORKS_TABLE = """
            CREATE TABLE jobs (
                id varchar PRIMARY KEY, queue varchar NOT NULL, status varchar NOT NULL,
                arguments jsonb NOT NULL DEFAULT '{}', result jsonb NOT NULL DEFAULT '{}', last_error varchar,
                retry_count integer NOT NULL DEFAULT 0, options jsonb NOT NULL DEFAULT '{}',
                scheduled_at timestamptz DEFAULT now(), started_at timestamptz,
                created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now())""";

    private static final String JOB = """
            {"queue":"lowerize","id":"early","arguments":{"lowerize_this":"EARLY"}}""";

    @Test
    void behindAReaderOfTheTableAllOthersGoOnAndHealthSaysWhy() throws Exception {
        try (PostgresServer postgres = PostgresServer.create();
                Connection reader = postgres.connect(DATABASE);
                Statement read = reader.createStatement();
                LibertyServer server = new LibertyServer(
                        "start",
                        Console.war(),
                        "jdbc:postgresql://localhost:" + postgres.port() + "/postgres",
                        "postgres")) {
            postgres.run(DATABASE, GORKS_TABLE);
            reader.setAutoCommit(false);
            read.execute("SELECT pg_backend_pid() FROM jobs");

            server.launch();

            Wait.until(
                    "readiness says why",
                    Duration.ofMinutes(4),
                    () -> server.status("/health/ready") == 503
                            && server.get("/health/ready").contains("are in use"));
            assertThat(server.status("/health/ready")).isEqualTo(503);
            Wait.until(
                    "so does the start, between two tries",
                    () -> server.get("/health/started").contains("are in use"));
            assertThat(server.log()).contains("ALTER TABLE jobs", "idle in transaction");
            assertThat(server.status("/health/live")).isEqualTo(200);
            assertThat(post(server)).returns(503, HttpResponse::statusCode);
            assertThat(post(server).body()).contains("gork's tables");
            Wait.until("DDL has been tried again", () -> count(server.log(), "No jobs for now, next try") > 1);
            postgres.run(DATABASE, "SET statement_timeout = '20s'", "SELECT count(*) FROM jobs");

            reader.rollback();

            Wait.until("it is ready", () -> server.status("/health/ready") == 200);
            assertThat(post(server)).returns(201, HttpResponse::statusCode);
            Wait.until(
                    "the job has run",
                    () -> postgres.text(DATABASE, "SELECT status FROM jobs").equals("completed"));
        }
    }

    private static long count(String log, String words) {
        return log.lines().filter(line -> line.contains(words)).count();
    }

    private static HttpResponse<String> post(LibertyServer server) {
        return Console.send(Console.as(OPERATOR, HttpRequest.newBuilder(server.uri("/api/v1/jobs")))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JOB)));
    }
}
