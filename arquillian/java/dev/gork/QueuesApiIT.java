package dev.gork;

import static dev.gork.testing.Console.OPERATOR;
import static dev.gork.testing.Console.VIEWER;
import static dev.gork.testing.Console.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.Console;
import dev.gork.testing.Wait;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URL;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues, nodes and numbers over HTTP, with the demo's two queues. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class QueuesApiIT {
    @Deployment(testable = false)
    static WebArchive war() {
        return Console.war();
    }

    @ArquillianResource
    URL base;

    Console console;

    @BeforeEach
    void open() {
        console = new Console(base);
    }

    @Test
    void aQueueThatANodeServesIsShownWithItsInstances() {
        JsonObject increase = Wait.value("the node has told of itself", () -> queue("increase"), Optional::isPresent)
                .orElseThrow();

        assertThat(increase.getInt("instances")).isEqualTo(3);
        assertThat(increase.getInt("nodes")).isEqualTo(1);
        assertThat(increase.getBoolean("paused")).isFalse();
        assertThat(increase.getJsonArray("history")).hasSize(30);
    }

    @Test
    void countsFollowTheJobs() {
        console.post(OPERATOR, "jobs", "{\"queue\":\"counted-over-http\",\"id\":\"counted-over-http-1\"}");
        console.post(OPERATOR, "jobs", "{\"queue\":\"counted-over-http\",\"id\":\"counted-over-http-2\"}");
        console.delete(OPERATOR, "jobs/counted-over-http-2");

        Wait.until(
                "both are counted",
                () -> queue("counted-over-http")
                        .filter(queue -> queue.getInt("scheduled") == 1
                                && queue.getInt("due") == 1
                                && queue.getInt("canceled") == 1)
                        .isPresent());
        JsonObject stats =
                object(console.get(VIEWER, "stats")).getJsonArray("queues").getValuesAs(JsonObject.class).stream()
                        .filter(each -> each.getString("name").equals("counted-over-http"))
                        .findFirst()
                        .orElseThrow();
        assertThat(stats.getInt("scheduled")).isEqualTo(1);
        assertThat(stats.getInt("canceled")).isEqualTo(1);
        assertThat(stats.getJsonArray("workers")).isEmpty();
    }

    @Test
    void aPausedQueueRunsNothingUntilItIsResumed() {
        JsonObject paused = object(console.post(OPERATOR, "queues/lowerize/pause", "{}"));
        try {
            assertThat(paused.getBoolean("paused")).isTrue();
            assertThat(paused.getString("paused_by")).isEqualTo(OPERATOR);
            assertThat(Instant.parse(paused.getString("paused_at")))
                    .isBefore(Instant.now().plus(Duration.ofMinutes(5)));
        } finally {
            assertThat(object(console.post(OPERATOR, "queues/lowerize/resume", "{}"))
                            .getBoolean("paused"))
                    .isFalse();
        }
        console.post(
                OPERATOR,
                "jobs",
                "{\"queue\":\"lowerize\",\"id\":\"resumed\",\"arguments\":{\"lowerize_this\":\"A\"}}");
        Wait.until(
                "it runs again",
                () -> object(console.get(VIEWER, "jobs/resumed"))
                        .getString("status")
                        .equals("completed"));
    }

    @Test
    void instancesAreSetForAllNodesOrOneAndReset() {
        assertThat(put("lowerize", "{\"instances\":5}").statusCode()).isEqualTo(200);
        Wait.until("the node follows", () -> queue("lowerize").orElseThrow().getInt("instances") == 5);

        String node = servingNode().getString("name");
        assertThat(put("lowerize", "{\"instances\":7,\"node\":\"" + node + "\"}")
                        .statusCode())
                .isEqualTo(200);
        Wait.until("the one node follows", () -> queue("lowerize").orElseThrow().getInt("instances") == 7);

        put("lowerize", "{\"instances\":null,\"node\":\"" + node + "\"}");
        put("lowerize", "{\"instances\":null}");
        Wait.until("it is as configured", () -> queue("lowerize").orElseThrow().getInt("instances") == 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "instances | {}",
                "instances | {\"instances\":-1}",
                "instances | {\"instances\":10001}",
                "instances | {\"instances\":\"many\"}",
                "count | {\"instances\":1,\"count\":2}",
                "node | {\"instances\":1,\"node\":7}",
                "body | nonsense"
            })
    void whatCannotBeSetIsAProblemWithItsField(String field, String body) {
        HttpResponse<String> answer = put("lowerize", body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(object(answer).getString("field")).isEqualTo(field);
    }

    /** This application's: other classes' tests on the same database leave nodes behind. */
    private JsonObject servingNode() {
        return Wait.value(
                        "a node has told of its queues",
                        () ->
                                object(console.get(VIEWER, "nodes"))
                                        .getJsonArray("nodes")
                                        .getValuesAs(JsonObject.class)
                                        .stream()
                                        .filter(node -> node.getBoolean("alive") && serves(node, "lowerize"))
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static boolean serves(JsonObject node, String queue) {
        return node.getJsonArray("queues").getValuesAs(JsonObject.class).stream()
                .anyMatch(each -> each.getString("name").equals(queue));
    }

    @Test
    void nodesAreShownWithWhatTheyServe() {
        JsonObject node = servingNode();

        assertThat(node.getString("id")).startsWith(node.getString("name"));
        assertThat(node.getJsonArray("queues").getValuesAs(JsonObject.class))
                .extracting(queue -> queue.getString("name"))
                .contains("increase", "lowerize");
        assertThat(object(console.get(VIEWER, "me")).getInt("node_count")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"1h, 60, 60", "6h, 300, 72", "24h, 900, 96", "7d, 3600, 168"})
    void historyHasAPointForEachStep(String range, int step, int points) {
        JsonObject history = object(console.get(VIEWER, "history?range=" + range + "&queue=lowerize"));

        assertThat(history.getString("range")).isEqualTo(range);
        assertThat(history.getInt("step_seconds")).isEqualTo(step);
        assertThat(history.getJsonArray("points")).hasSize(points);
    }

    @Test
    void whatRanIsInTheHistory() {
        console.post(
                OPERATOR, "jobs", "{\"queue\":\"lowerize\",\"id\":\"noted\",\"arguments\":{\"lowerize_this\":\"A\"}}");

        Wait.until(
                "it is noted",
                () -> object(console.get(VIEWER, "history?queue=lowerize"))
                        .getJsonArray("points")
                        .getValuesAs(JsonObject.class)
                        .stream()
                        .anyMatch(point -> point.getInt("completed") > 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"range=1y", "range=", "queue=%00"})
    void aBadRangeIsAProblem(String query) {
        assertThat(console.get(VIEWER, "history?" + query).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"POST, queues/lowerize/pause", "POST, queues/lowerize/resume", "PUT, queues/lowerize/instances"})
    void aViewerSetsNothing(String method, String path) {
        assertThat(console.change(VIEWER, method, path, "{\"instances\":0}").statusCode())
                .isEqualTo(403);
    }

    /** Nor is one whose instances were set once. */
    @Test
    void aQueueThatWasPausedOnceIsNotListedForEver() {
        console.post(OPERATOR, "queues/paused-once/pause", "{}");
        assertThat(queue("paused-once")).isPresent();

        HttpResponse<String> resumed = console.post(OPERATOR, "queues/paused-once/resume", "{}");
        assertThat(resumed.statusCode()).isEqualTo(200);
        assertThat(object(resumed).getString("name")).isEqualTo("paused-once");
        assertThat(object(resumed).getBoolean("paused")).isFalse();
        assertThat(queue("paused-once")).isEmpty();
        assertThat(console.get(VIEWER, "queues/paused-once").statusCode()).isEqualTo(404);
        assertThat(console.post(OPERATOR, "queues/paused-once/resume", "{}").statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"host-1\""})
    void aQueueWhoseInstancesWereSetOnceIsNotListedForEver(String node) {
        String set = "{\"instances\":5,\"node\":" + node + "}";
        assertThat(put("set-once", set).statusCode()).isEqualTo(200);
        assertThat(queue("set-once")).isPresent();

        assertThat(put("set-once", set.replace("5", "null")).statusCode()).isEqualTo(200);
        assertThat(queue("set-once")).isEmpty();
    }

    @Test
    void queuesAreFoundByAPartOfTheirNames() {
        JsonObject found = object(console.get(VIEWER, "queues?q=OWERIZ"));

        assertThat(found.getJsonArray("queues").getValuesAs(JsonObject.class))
                .extracting(queue -> queue.getString("name"))
                .containsExactly("lowerize");
        assertThat(found.getInt("total")).isEqualTo(1);
        assertThat(found.getInt("left_out")).isZero();
    }

    @Test
    void anUnknownQueueIsNotResumed() {
        assertThat(console.post(OPERATOR, "queues/no-such-queue/resume", "{}").statusCode())
                .isEqualTo(404);
        assertThat(console.post(OPERATOR, "queues/" + "x".repeat(201) + "/pause", "{}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void theApiDescribesItself() {
        JsonObject document = object(console.get(VIEWER, "openapi.json"));

        assertThat(document.getString("openapi")).startsWith("3.1");
        assertThat(document.getJsonObject("paths")).containsKey("/jobs/{id}");
        assertThat(document.get("servers")).isNotEqualTo(JsonValue.NULL);
    }

    private HttpResponse<String> put(String queue, String body) {
        return console.change(OPERATOR, "PUT", "queues/" + queue + "/instances", body);
    }

    private Optional<JsonObject> queue(String name) {
        return object(console.get(VIEWER, "queues")).getJsonArray("queues").getValuesAs(JsonObject.class).stream()
                .filter(queue -> queue.getString("name").equals(name))
                .findFirst();
    }
}
