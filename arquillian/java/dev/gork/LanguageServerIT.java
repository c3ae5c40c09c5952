package dev.gork;

import static dev.gork.testing.Console.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.Console;
import dev.gork.testing.LibertyServer;
import dev.gork.testing.OwnServers;
import dev.gork.testing.PostgresServer;
import dev.gork.testing.Wait;
import jakarta.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a server's language and environment change: nothing that other programs read. */
@OwnServers
class LanguageServerIT {
    private static PostgresServer postgres;
    private static LibertyServer server;

    @BeforeAll
    static void start() throws Exception {
        postgres = PostgresServer.create();
        server = new LibertyServer(
                        "language",
                        Console.war(),
                        "jdbc:postgresql://localhost:" + postgres.port() + "/postgres",
                        "postgres")
                .jvmOptions(List.of("-XX:TieredStopAtLevel=1", "-Duser.language=fa", "-Duser.country=IR"))
                .environment(Map.of(
                        "GORK_POLL_INTERVAL", "500ms",
                        "GORK_QUEUES_LOWERIZE_MAX_RETRIES", "7",
                        "GORK_POL_INTERVAL", "1s"))
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        postgres.close();
    }

    @Test
    void aServerThatWritesOtherDigitsDoesAllThatOthersDo() throws Exception {
        post("jobs", "{\"queue\":\"lowerize\",\"id\":\"persian\",\"arguments\":{\"lowerize_this\":\"TITLE\"}}", 201);
        Wait.until(
                "it has run",
                () -> object(get("jobs/persian")).getString("status").equals("completed"));

        for (String each : List.of(
                "me",
                "jobs",
                "jobs?queue=lowerize&q=pers&from=2020-01-01T00:00:00Z",
                "jobs?status=scheduled",
                "jobs/count",
                "jobs/count?status=initialized",
                "jobs/persian/attempts",
                "jobs/persian/children",
                "queues",
                "nodes",
                "history?range=1h",
                "history?range=7d&queue=lowerize",
                "stats",
                "bulk")) {
            assertThat(get(each)).as(each).extracting(HttpResponse::statusCode).isEqualTo(200);
        }
        Wait.until("it is counted", () -> get("stats").body().contains("\"completed\":1"));
        Wait.until(
                "its attempt is in the history",
                () -> postgres.text("postgres", "SELECT COALESCE(SUM(completed), 0) FROM gork_history")
                        .equals("1"));
        String bulk = object(post("bulk", "{\"action\":\"delete\",\"ids\":[\"persian\"]}", 202))
                .getString("id");
        Wait.until(
                "it is deleted with others",
                () -> object(get("bulk/" + bulk)).getString("state").equals("done"));
        assertThat(server.log()).doesNotContain("in a row");
    }

    @Test
    void variablesAreReadAndOnlyMisspeltOnesAreWarnedOf() throws Exception {
        assertThat(server.log().lines().filter(line -> line.contains("nknown setting")))
                .singleElement()
                .asString()
                .endsWith("Unknown setting GORK_POL_INTERVAL, did you mean GORK_POLL_INTERVAL?");
        assertThat(server.log()).containsPattern("queue 'lowerize' with .*maxRetries=7");
    }

    private static HttpResponse<String> get(String path) {
        return Console.send(Console.as(OPERATOR, HttpRequest.newBuilder(server.uri("/api/v1/" + path)))
                .GET());
    }

    private static HttpResponse<String> post(String path, String json, int status) {
        HttpResponse<String> answer =
                Console.send(Console.as(OPERATOR, HttpRequest.newBuilder(server.uri("/api/v1/" + path)))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json)));
        assertThat(answer)
                .extracting(HttpResponse::statusCode, HttpResponse::body)
                .startsWith(status);
        return answer;
    }

    private static JsonObject object(HttpResponse<String> answer) {
        return Console.object(answer);
    }
}
