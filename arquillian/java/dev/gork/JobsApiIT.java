package dev.gork;

import static dev.gork.testing.Console.OPERATOR;
import static dev.gork.testing.Console.VIEWER;
import static dev.gork.testing.Console.as;
import static dev.gork.testing.Console.object;
import static dev.gork.testing.Console.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.Console;
import dev.gork.testing.Wait;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Jobs over HTTP: looking for them and acting on one. Nobody serves the queues that these tests use. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class JobsApiIT {
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
    void aJobIsCreatedFoundCanceledAndRun() {
        HttpResponse<String> created = console.post(OPERATOR, "jobs", """
                {"id": "api/1", "queue": "nobody", "arguments": {"text": "<script>alert(1)</script>"}, "priority": 5,
                 "options": {"max_retries": 3, "retry_interval": 2000000000}, "scheduled_at": "2031-01-01T00:00:00+01:00"}""");
        assertThat(created.statusCode()).isEqualTo(201);
        JsonObject job = object(console.get(VIEWER, "jobs/api/1"));
        assertThat(job).isEqualTo(object(created));
        assertThat(job.getString("status")).isEqualTo("scheduled");
        assertThat(job.getString("scheduled_at")).isEqualTo("2030-12-31T23:00:00Z");
        assertThat(job.getJsonObject("arguments").getString("text")).isEqualTo("<script>alert(1)</script>");
        assertThat(job.getJsonObject("options").getInt("max_retries")).isEqualTo(3);
        assertThat(job.getInt("max_retries")).isEqualTo(3);
        assertThat(job.getString("enqueued_by")).isEqualTo(OPERATOR);
        assertThat(job.get("started_at")).isEqualTo(JsonValue.NULL);

        assertThat(console.post(OPERATOR, "jobs", "{\"id\":\"api/1\",\"queue\":\"nobody\"}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(object(console.delete(OPERATOR, "jobs/api/1")).getString("status"))
                .isEqualTo("canceled");
        HttpResponse<String> again = console.delete(OPERATOR, "jobs/api/1");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(object(again).getString("job_status")).isEqualTo("canceled");
        assertThat(object(console.post(OPERATOR, "jobs/api/1/retry", "{}")).getString("status"))
                .isEqualTo("scheduled");
    }

    @Test
    void aWaitingJobIsChanged() {
        create("edited", "nobody", "{\"n\": 1}");

        JsonObject job = object(console.change(
                OPERATOR,
                "PATCH",
                "jobs/edited",
                "{\"arguments\":{\"n\":2},\"priority\":7,\"scheduled_at\":\"2031-01-01T00:00:00Z\"}"));

        assertThat(job.getJsonObject("arguments")).hasToString("{\"n\":2}");
        assertThat(job.getInt("priority")).isEqualTo(7);
        assertThat(job.getString("scheduled_at")).isEqualTo("2031-01-01T00:00:00Z");
        assertThat(object(console.change(OPERATOR, "PATCH", "jobs/edited", "{\"priority\":8}"))
                        .getJsonObject("arguments"))
                .hasToString("{\"n\":2}");
    }

    @Test
    void aFinishedJobIsNotChanged() {
        create("done-with", "nobody", "{}");
        console.delete(OPERATOR, "jobs/done-with");

        HttpResponse<String> answer = console.change(OPERATOR, "PATCH", "jobs/done-with", "{\"priority\":1}");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(object(answer).getString("job_status")).isEqualTo("canceled");
    }

    static Stream<Arguments> badEdits() {
        return Stream.of(
                Arguments.of("body", "{}"),
                Arguments.of("body", "[]"),
                Arguments.of("queue", "{\"queue\":\"other\"}"),
                Arguments.of("priority", "{\"priority\":101}"),
                Arguments.of("scheduled_at", "{\"scheduled_at\":\"9999999-01-01T00:00:00Z\"}"),
                Arguments.of("arguments", "{\"arguments\":\"\\u0000\"}"));
    }

    @ParameterizedTest
    @MethodSource("badEdits")
    void aBadChangeIsAProblemWithItsField(String field, String body) {
        create("kept", "nobody", "{}");

        HttpResponse<String> answer = console.change(OPERATOR, "PATCH", "jobs/kept", body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(object(answer).getString("field")).isEqualTo(field);
    }

    @Test
    void aDeletedJobIsGone() {
        create("deleted", "nobody", "{}");

        assertThat(console.post(OPERATOR, "jobs/deleted/delete", "{}").statusCode())
                .isEqualTo(204);
        assertThat(console.get(VIEWER, "jobs/deleted").statusCode()).isEqualTo(404);
        assertThat(console.post(OPERATOR, "jobs/deleted/delete", "{}").statusCode())
                .isEqualTo(404);
    }

    @Test
    void theAttemptsAtAJobAreShown() {
        create("tried", "increase", "{\"increase_this\": 1}");
        Wait.until(
                "the job is completed",
                () -> object(console.get(VIEWER, "jobs/tried"))
                        .getString("status")
                        .equals("completed"));

        JsonArray attempts = object(console.get(VIEWER, "jobs/tried/attempts")).getJsonArray("attempts");

        assertThat(attempts).hasSize(1);
        assertThat(attempts.getJsonObject(0).getString("outcome")).isEqualTo("completed");
        assertThat(attempts.getJsonObject(0).getString("node")).isNotBlank();
        assertThat(console.get(VIEWER, "jobs/no-such-job/attempts").statusCode())
                .isEqualTo(404);
        assertThat(object(console.get(VIEWER, "jobs/tried/children")).getJsonArray("jobs"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, jobs/no-such-job",
        "POST, jobs/no-such-job/retry",
        "POST, jobs/no-such-job/delete",
        "DELETE, jobs/no-such-job",
        "PATCH, jobs/no-such-job"
    })
    void anUnknownIdIsNotFound(String method, String path) {
        String body = method.equals("PATCH") ? "{\"priority\":1}" : "";

        HttpResponse<String> answer = console.change(OPERATOR, method, path, body);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(object(answer).getString("detail")).contains("no-such-job");
    }

    @ParameterizedTest
    @CsvSource({"POST, jobs", "POST, jobs/any/retry", "POST, jobs/any/delete", "DELETE, jobs/any", "PATCH, jobs/any"})
    void aViewerChangesNothing(String method, String path) {
        HttpResponse<String> answer = console.change(VIEWER, method, path, "{\"queue\":\"nobody\"}");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(object(answer).getInt("status")).isEqualTo(403);
    }

    @Test
    void aMethodThatThereIsNotNamesThoseThatThereAre() {
        HttpResponse<String> answer = console.change(OPERATOR, "PUT", "jobs/any", "{}");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow").orElse("")).contains("GET", "DELETE");
    }

    @Test
    void anotherSitesPageChangesNothing() {
        HttpRequest.Builder fromAnotherSite = as(OPERATOR, console.request("/gork/api/v1/jobs"))
                .header("Content-Type", "application/json")
                .header("Sec-Fetch-Site", "cross-site");
        HttpRequest.Builder fromAnotherOrigin = as(OPERATOR, console.request("/gork/api/v1/jobs"))
                .header("Content-Type", "application/json")
                .header("Origin", "https://evil.example");
        HttpRequest.Builder asAForm =
                as(OPERATOR, console.request("/gork/api/v1/jobs")).header("Content-Type", "text/plain");
        BodyPublisher body = BodyPublishers.ofString("{\"queue\":\"nobody\",\"id\":\"csrf\"}");

        assertThat(send(fromAnotherSite.POST(body)).statusCode()).isEqualTo(403);
        assertThat(send(fromAnotherOrigin.POST(body)).statusCode()).isEqualTo(403);
        assertThat(send(asAForm.POST(body)).statusCode()).isEqualTo(415);
        assertThat(console.get(VIEWER, "jobs/csrf").statusCode()).isEqualTo(404);
    }

    /** Also for methods that no form can use: one rule for all. */
    @Test
    void aChangeHasToBeDeliberate() {
        HttpRequest.Builder bare = as(OPERATOR, console.request("/gork/api/v1/jobs/any"));

        assertThat(send(bare.DELETE()).statusCode()).isEqualTo(415);
        assertThat(send(bare.header("X-Requested-With", "gork").DELETE()).statusCode())
                .isEqualTo(404);
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
        HttpResponse<String> answer = console.post(OPERATOR, "jobs", body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(object(answer).getString("field")).isEqualTo(field);
    }

    @Test
    void aBodyWithoutEndIsRefused() {
        String body = "{\"queue\":\"q\",\"arguments\":\"" + "x".repeat(400_000) + "\"}";

        assertThat(console.post(OPERATOR, "jobs", body).statusCode()).isEqualTo(413);
    }

    @Test
    void theListPagesByCursor() {
        List.of("paged-0", "paged-1", "paged-2").forEach(id -> create(id, "paged-over-http", "{}"));

        JsonObject first = object(console.get(VIEWER, "jobs?queue=paged-over-http&status=scheduled&q=aged-&limit=2"));
        JsonObject second =
                object(console.get(VIEWER, "jobs?queue=paged-over-http&limit=2&cursor=" + first.getString("next")));

        assertThat(ids(first)).containsExactly("paged-2", "paged-1");
        assertThat(ids(second)).containsExactly("paged-0");
        assertThat(second.get("next")).isEqualTo(JsonValue.NULL);
        assertThat(second.getBoolean("complete")).isTrue();
    }

    @Test
    void theExactIdComesFirst() {
        List.of("exact", "exact-2", "exact-3").forEach(id -> create(id, "exactly", "{}"));

        assertThat(everything("q=exact&queue=exactly")).containsExactly("exact", "exact-3", "exact-2");
        assertThat(ids(object(console.get(VIEWER, "jobs?q=exact&queue=exactly&limit=1"))))
                .containsExactly("exact-3");
    }

    @ParameterizedTest
    @CsvSource({
        "status=scheduled, filtered-1 filtered-2",
        "status=canceled, filtered-3",
        "status=initialized, ''",
        "status=completed, ''",
        "q=ed-2, filtered-2",
        "from=2000-01-01T00:00:00Z, filtered-1 filtered-2 filtered-3",
        "from=2200-01-01T00:00:00Z, ''",
        "to=2000-01-01T00:00:00Z, ''",
        "to=2200-01-01T00:00:00%2B01:00&status=canceled, filtered-3",
        "node=nowhere, ''"
    })
    void everyConditionHolds(String query, String expected) {
        List.of("filtered-1", "filtered-2", "filtered-3").forEach(id -> create(id, "filtered", "{}"));
        console.delete(OPERATOR, "jobs/filtered-3");

        List<String> found = everything("queue=filtered&" + query);
        JsonObject count = Wait.value(
                "all are counted, however busy the machine is",
                () -> object(console.get(VIEWER, "jobs/count?queue=filtered&" + query)),
                answer -> !answer.getBoolean("capped"));

        assertThat(found).containsExactlyInAnyOrder(expected.isEmpty() ? new String[0] : expected.split(" "));
        assertThat(count.getInt("count")).isEqualTo(found.size());
    }

    @Test
    void jobsAreFoundByTheNodeThatRanThem() {
        create("on-a-node", "lowerize", "{\"lowerize_this\": \"X\"}");
        String node = Wait.value(
                        "the job is completed",
                        () -> object(console.get(VIEWER, "jobs/on-a-node")),
                        job -> job.getString("status").equals("completed"))
                .getString("node");

        assertThat(everything("q=on-a-node&node=" + node)).containsExactly("on-a-node");
    }

    @Test
    void argumentsAreSearchedOnPostgresqlAlone() {
        create("with-customer", "searched", "{\"customer\": {\"id\": 17, \"name\": \"Ada\"}, \"lines\": [1, 2]}");
        create("without", "searched", "{\"customer\": {\"id\": 18}}");

        String query = "queue=searched&arguments=" + encoded("{\"customer\":{\"id\":17}}");

        if (object(console.get(VIEWER, "me")).getString("database").equals("postgresql")) {
            assertThat(everything(query)).containsExactly("with-customer");
        } else {
            HttpResponse<String> answer = console.get(VIEWER, "jobs?" + query);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(object(answer).getString("detail")).contains("PostgreSQL");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=1001, limit",
        "limit=many, limit",
        "status=asleep, status",
        "from=yesterday, from",
        "to=2026-13-01T00:00:00Z, to"
    })
    void aBadParameterIsAProblemWithItsField(String query, String field) {
        HttpResponse<String> answer = console.get(VIEWER, "jobs?" + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(object(answer).getString("field")).isEqualTo(field);
        assertThat(object(answer).getString("detail")).contains("'" + field + "'");
    }

    @ParameterizedTest
    @CsvSource({"cursor=nonsense", "arguments=nonsense", "cursor=aWQ6AA", "arguments=%22%00%22"})
    void nonsenseIsAProblem(String query) {
        assertThat(console.get(VIEWER, "jobs?" + query).statusCode()).isEqualTo(400);
    }

    private void create(String id, String queue, String arguments) {
        console.post(
                OPERATOR,
                "jobs",
                "{\"id\":\"" + id + "\",\"queue\":\"" + queue + "\",\"arguments\":" + arguments + "}");
    }

    /** The ids on all pages; a page ends when a tenth of a second is up, too. */
    private List<String> everything(String query) {
        List<String> ids = new ArrayList<>();
        JsonObject page = object(console.get(VIEWER, "jobs?" + query));
        ids.addAll(ids(page));
        while (!page.isNull("next")) {
            page = object(console.get(VIEWER, "jobs?" + query + "&cursor=" + page.getString("next")));
            ids.addAll(ids(page));
        }
        return ids;
    }

    private static List<String> ids(JsonObject page) {
        return page.getJsonArray("jobs").getValuesAs(JsonObject.class).stream()
                .map(job -> job.getString("id"))
                .toList();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
