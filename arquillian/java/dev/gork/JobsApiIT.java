package dev.gork;

import static dev.gork.testing.Console.OPERATOR;
import static dev.gork.testing.Console.VIEWER;
import static dev.gork.testing.Console.as;
import static dev.gork.testing.Console.object;
import static dev.gork.testing.Console.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.Console;
import dev.gork.testing.SqlServlet;
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
import java.time.Duration;
import java.time.Instant;
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
        return Console.war().addClass(SqlServlet.class);
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
        for (String client : List.of("gork", "XMLHttpRequest", "com.example.app")) {
            assertThat(send(bare.setHeader("X-Requested-With", client).DELETE()).statusCode())
                    .isEqualTo(404);
        }
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
                Arguments.of("delay_seconds", "{\"queue\":\"q\",\"delay_seconds\":-1}"),
                Arguments.of("delay_seconds", "{\"queue\":\"q\",\"delay_seconds\":1E1000000000}"),
                Arguments.of(
                        "delay_seconds",
                        "{\"queue\":\"q\",\"delay_seconds\":1,\"scheduled_at\":\"2031-01-01T00:00:00Z\"}"),
                Arguments.of("arguments", "{\"queue\":\"q\",\"arguments\":1E1000000000}"),
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
        JsonObject second = object(console.get(
                VIEWER, "jobs?queue=paged-over-http&status=scheduled&limit=2&cursor=" + first.getString("next")));

        assertThat(ids(first)).containsExactly("paged-2", "paged-1");
        assertThat(ids(second)).containsExactly("paged-0");
        assertThat(second.get("next")).isEqualTo(JsonValue.NULL);
        assertThat(second.getBoolean("complete")).isTrue();
    }

    @Test
    void theExactIdComesFirst() {
        List.of("exact", "exact-2", "exact-3").forEach(id -> create(id, "exactly", "{}"));

        assertThat(everything("q=exact&queue=exactly")).containsExactly("exact", "exact-3", "exact-2");
        assertThat(ids(object(console.get(VIEWER, "jobs?q=exact&queue=exactly&status=scheduled&limit=1"))))
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
        "queue=, queue",
        "queue=%20, queue",
        "status=, status",
        "q=&queue=any, q",
        "node=, node",
        "from=, from",
        "arguments=, arguments",
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

    /** Digits that no double has, and a zero that says how exactly something is known. */
    @Test
    void aNumberIsStoredShownAndEditedAsItWasWritten() {
        String numbers = "{\"id\":1970670598291982290,\"order\":9007199254740993,\"price\":1.10}";
        create("exact-numbers", "nobody", numbers);

        assertThat(console.get(VIEWER, "jobs/exact-numbers").body()).contains("\"arguments\":" + numbers);
        assertThat(console.get(VIEWER, "jobs?queue=nobody&status=scheduled&q=exact-numbers")
                        .body())
                .contains("\"arguments\":" + numbers);
        assertThat(console.sql("SELECT CAST(arguments AS varchar) FROM jobs WHERE id = 'exact-numbers'"))
                .contains("9007199254740993", "1970670598291982290", "1.10");

        console.change(OPERATOR, "PATCH", "jobs/exact-numbers", "{\"arguments\":[0.10,12345678901234567890.50]}");

        assertThat(console.sql("SELECT CAST(arguments AS varchar) FROM jobs WHERE id = 'exact-numbers'")
                        .replace(" ", ""))
                .isEqualTo("[0.10,12345678901234567890.50]");
        assertThat(console.get(VIEWER, "jobs/exact-numbers").body())
                .contains("\"arguments\":[0.10,12345678901234567890.50]");
    }

    @Test
    void aNumberThatOnlySqlCouldWriteIsShownToo() {
        create("long-number", "nobody", "{}");
        String number = "7".repeat(5_000) + ".10";
        console.sql("UPDATE jobs SET arguments = '{\"n\":" + number + "}' WHERE id = 'long-number'");

        assertThat(console.get(VIEWER, "jobs/long-number").body()).contains("\"arguments\":{\"n\":" + number + "}");
    }

    /** A second of the database's clock before and after, whatever the clock of whoever asks. */
    @Test
    void aJobIsDueInAWhileByTheDatabasesClock() {
        console.post(OPERATOR, "jobs", "{\"id\":\"in-a-while\",\"queue\":\"nobody\",\"delay_seconds\":3600}");

        JsonObject job = object(console.get(VIEWER, "jobs/in-a-while"));
        assertThat(Duration.between(
                        Instant.parse(job.getString("created_at")), Instant.parse(job.getString("scheduled_at"))))
                .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
    }

    @Test
    void ofManyAttemptsTheLatestAreShownWithTheNumbersThatTheyHad() {
        create("tried-often", "nobody", "{}");
        console.sql("""
                INSERT INTO gork_attempts (job, claim, started_at, ended_at, outcome, error)
                SELECT 'tried-often', 7 + 3 * n, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, 'retried',
                       'error ' || n || ' ' || REPEAT('x', 9000)
                FROM %s""".formatted(
                        console.isPostgres() ? "generate_series(1, 1501) AS s (n)" : "SYSTEM_RANGE(1, 1501) AS s (n)"));

        HttpResponse<String> answer = console.get(VIEWER, "jobs/tried-often/attempts");

        JsonArray attempts = object(answer).getJsonArray("attempts");
        assertThat(object(answer).getInt("total")).isEqualTo(1501);
        assertThat(attempts).hasSize(100);
        assertThat(attempts.getJsonObject(0).getInt("number")).isEqualTo(1501);
        assertThat(attempts.getJsonObject(0).getInt("claim")).isEqualTo(7 + 3 * 1501);
        assertThat(attempts.getJsonObject(0).getString("error")).startsWith("error 1501 x");
        assertThat(attempts.getJsonObject(99).getInt("number")).isEqualTo(1402);
        assertThat(answer.body().length()).isLessThan(1_000_000);
    }

    @Test
    void aPageOfHeavyJobsIsShortAndEachIsWholeOnItsOwnPage() {
        String arguments = "{\"text\":\"" + "x".repeat(200_000) + "\"}";
        for (int i = 0; i < 50; i++) {
            create("heavy-" + i, "heavy-page", arguments);
        }

        HttpResponse<String> page = console.get(VIEWER, "jobs?queue=heavy-page&status=scheduled");
        JsonObject job = object(page).getJsonArray("jobs").getJsonObject(0);

        assertThat(page.body().length()).isLessThan(1_000_000);
        assertThat(everything("queue=heavy-page")).hasSize(50);
        assertThat(job.getString("arguments")).hasSize(300).contains("xxx");
        assertThat(job.getJsonObject("shortened").getInt("arguments")).isBetween(200_000, 200_100);
        assertThat(object(console.get(VIEWER, "jobs/heavy-7"))
                        .getJsonObject("arguments")
                        .getString("text"))
                .hasSize(200_000);
        assertThat(object(console.get(VIEWER, "jobs/heavy-7")).getJsonObject("shortened"))
                .isEmpty();
    }

    /** Each of them just short enough to be shown whole: together too much for one answer. */
    @Test
    void aPageEndsWhereItIsLongEnough() {
        console.sql("""
                INSERT INTO jobs (id, queue, status, arguments, result, options, scheduled_at)
                SELECT 'bulky-' || (1000 + n), 'bulky', 'scheduled', CAST('"' || REPEAT('x', 3900) || '"' AS %1$s),
                       CAST('"' || REPEAT('y', 3900) || '"' AS %1$s), '{}', CURRENT_TIMESTAMP
                FROM %2$s""".formatted(
                        console.isPostgres() ? "jsonb" : "varchar",
                        console.isPostgres() ? "generate_series(1, 400) AS s (n)" : "SYSTEM_RANGE(1, 400) AS s (n)"));

        HttpResponse<String> page = console.get(VIEWER, "jobs?queue=bulky&status=scheduled&limit=1000");

        assertThat(page.body().length()).isLessThan(1_000_000);
        assertThat(object(page).getJsonArray("jobs")).hasSizeBetween(50, 200);
        assertThat(object(page).getBoolean("complete")).isTrue();
        assertThat(everything("queue=bulky&status=scheduled&limit=1000"))
                .hasSize(400)
                .doesNotHaveDuplicates();
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
