package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.Console;
import dev.gork.testing.Wait;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The console WAR with the demo in it, over HTTP: the API's routes, roles and errors, metrics and health. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class DemoIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @Deployment(testable = false)
    static WebArchive war() {
        return Console.war();
    }

    @ArquillianResource
    URL base;

    @Test
    void theClientExampleEndsAsGorksDoes() {
        JsonArray ids = json(post("operator", "demo/example", "{}")).asJsonArray();
        assertThat(ids).hasSize(6);
        String[] id =
                ids.stream().map(value -> ((JsonString) value).getString()).toArray(String[]::new);

        assertThat(finished(id[0]).getJsonObject("result")).hasToString("{\"increased\":1235}");
        assertThat(finished(id[1]).getString("status")).isEqualTo("failed");
        assertThat(finished(id[1]).getInt("retry_count")).isEqualTo(3);
        assertThat(finished(id[1]).getString("last_error")).startsWith("error, number is 123\n");
        assertThat(finished(id[2]).getJsonObject("result")).hasToString("{\"increased\":457}");
        assertThat(finished(id[3]).getString("status")).isEqualTo("canceled");
        assertThat(finished(id[4]).getJsonObject("result")).hasToString("{\"lowerized\":\"woof\"}");
        assertThat(finished(id[5]).getJsonObject("result")).hasToString("{\"lowerized\":\"meow\"}");

        String metrics = send(HttpRequest.newBuilder(base("/metrics")).GET()).body();
        assertThat(metrics)
                .containsPattern("gork_jobs_completed_total\\{[^}]*queue=\"lowerize\"[^}]*} [1-9]")
                .containsPattern("gork_jobs_failed_total\\{[^}]*queue=\"increase\"[^}]*} [1-9]")
                .containsPattern("gork_jobs_running_seconds_count\\{[^}]*queue=\"increase\"")
                .containsPattern("gork_jobs_waiting_seconds_count\\{[^}]*queue=\"increase\"")
                .containsPattern("gork_slots\\{[^}]*queue=\"increase\"[^}]*} 3.0")
                .containsPattern("gork_queue_depth\\{[^}]*queue=\"increase\"[^}]*} 0.0")
                .containsPattern("gork_queue_oldest_seconds\\{[^}]*queue=\"increase\"");
    }

    @Test
    void healthSaysStartedAliveAndReady() {
        String health = send(HttpRequest.newBuilder(base("/health")).GET()).body();

        assertThat(health).contains("gork-started", "gork-alive", "gork-ready").doesNotContain("DOWN");
    }

    @Test
    void anotherSitesPageChangesNothing() {
        HttpRequest.Builder fromAnotherSite = as("operator", HttpRequest.newBuilder(uri("jobs")))
                .header("Content-Type", "application/json")
                .header("Sec-Fetch-Site", "cross-site")
                .POST(HttpRequest.BodyPublishers.ofString("{\"queue\":\"nobody\",\"id\":\"csrf\"}"));
        HttpRequest.Builder asAForm = as("operator", HttpRequest.newBuilder(uri("jobs")))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{\"queue\":\"nobody\",\"id\":\"csrf\"}"));

        assertThat(send(fromAnotherSite).statusCode()).isEqualTo(403);
        assertThat(send(asAForm).statusCode()).isEqualTo(415);
        assertThat(get("viewer", "jobs/csrf").statusCode()).isEqualTo(404);
    }

    static Stream<Arguments> badBodies() {
        return Stream.of(
                Arguments.of("body", "not json"),
                Arguments.of("body", "[]"),
                Arguments.of("body", "[".repeat(5000)),
                Arguments.of("queue", "{}"),
                Arguments.of("queue", "{\"queue\":5}"),
                Arguments.of("queue", "{\"queue\":\"\"}"),
                Arguments.of("que", "{\"que\":\"x\"}"),
                Arguments.of("id", "{\"queue\":\"q\",\"id\":\"\\u0000\"}"),
                Arguments.of("arguments", "{\"queue\":\"q\",\"arguments\":\"\\ud800\"}"),
                Arguments.of("priority", "{\"queue\":\"q\",\"priority\":1000}"),
                Arguments.of("priority", "{\"queue\":\"q\",\"priority\":1.5}"),
                Arguments.of("scheduled_at", "{\"queue\":\"q\",\"scheduled_at\":\"soon\"}"),
                Arguments.of("options", "{\"queue\":\"q\",\"options\":[]}"),
                Arguments.of("options.retries", "{\"queue\":\"q\",\"options\":{\"retries\":1}}"),
                Arguments.of("max_retries", "{\"queue\":\"q\",\"options\":{\"max_retries\":-1}}"),
                Arguments.of("backoff", "{\"queue\":\"q\",\"options\":{\"retry_interval\":1,\"backoff\":\"linear\"}}"),
                Arguments.of("retry_interval", "{\"queue\":\"q\",\"options\":{\"backoff\":\"exponential\"}}"));
    }

    @ParameterizedTest
    @MethodSource("badBodies")
    void aBadJobIsAProblemWithItsField(String field, String body) {
        HttpResponse<String> answer = post("operator", "jobs", body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(json(answer).asJsonObject().getString("field")).isEqualTo(field);
    }

    @Test
    void aBodyWithoutEndIsRefused() {
        String body = "{\"queue\":\"q\",\"arguments\":\"" + "x".repeat(400_000) + "\"}";

        assertThat(post("operator", "jobs", body).statusCode()).isEqualTo(413);
    }

    private JsonObject finished(String id) {
        return Wait.value(
                id + " is finished",
                () -> json(get("viewer", "jobs/" + id)).asJsonObject(),
                job -> JobStatus.of(job.getString("status")).finished());
    }

    private HttpResponse<String> get(String user, String path) {
        return send(as(user, HttpRequest.newBuilder(uri(path))).GET());
    }

    private HttpResponse<String> post(String user, String path, String body) {
        return send(as(user, HttpRequest.newBuilder(uri(path)))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> delete(String user, String id) {
        return send(as(user, HttpRequest.newBuilder(uri("jobs/" + id)))
                .header("X-Requested-With", "gork")
                .DELETE());
    }

    private static HttpRequest.Builder as(String user, HttpRequest.Builder request) {
        String credentials = user + ":" + user;
        return request.header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(
                    request.version(HttpClient.Version.HTTP_1_1).build(), HttpResponse.BodyHandlers.ofString());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static JsonValue json(HttpResponse<String> answer) {
        return Json.createReader(new StringReader(answer.body())).readValue();
    }

    private URI uri(String path) {
        return base("/gork/api/v1/" + path);
    }

    private URI base(String path) {
        return URI.create("http://" + base.getHost() + ":" + base.getPort() + path);
    }
}
