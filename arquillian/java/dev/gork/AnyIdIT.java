package dev.gork;

import static dev.gork.testing.Console.OPERATOR;
import static dev.gork.testing.Console.VIEWER;
import static dev.gork.testing.Console.as;
import static dev.gork.testing.Console.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.Console;
import dev.gork.testing.Wait;
import dev.gork.testing.Watch;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
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
import org.junit.jupiter.params.provider.MethodSource;

/** Every id and every name of a queue that is accepted can be asked for, watched and acted on. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class AnyIdIT {
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

    static Stream<String> texts() {
        return Stream.of(
                "count",
                "by-id",
                ".",
                "..",
                "../..",
                "/",
                "//",
                "orders/17",
                "a/../b",
                "a%2Fb",
                "%",
                "%25",
                "+",
                "a b",
                " a",
                ";x",
                "a;b=c",
                "?",
                "a?b=c&d",
                "#",
                "a#b",
                "a\\b",
                "a'b\"c<d>",
                "x/retry",
                "x/attempts",
                "x/children",
                "x/delete",
                "größe",
                "gro\u0308ße",
                "日本",
                "\uD83D\uDE00",
                "\u202Eabc",
                "a\u2028b",
                "x".repeat(200),
                "\u20ac".repeat(200));
    }

    @Test
    void everyJobIsWatchedWhateverItsId() throws Exception {
        String query = texts().map(id -> "ids=" + encoded("watched" + id)).collect(Collectors.joining("&"));
        texts().forEach(id ->
                console.post(OPERATOR, "jobs", "{\"queue\":\"nobody\",\"id\":" + json("watched" + id) + "}"));

        try (Watch watch = Watch.of(as(VIEWER, console.request("/gork/api/v1/events?" + query)))) {
            String[] expected =
                    texts().map(id -> "\"id\":" + json("watched" + id)).toArray(String[]::new);
            Wait.until("all are told", () -> Stream.of(expected).allMatch(watch.utf8()::contains));
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aJobIsOpenedAndActedOnWhateverItsId(String id) {
        String job = "job?id=" + encoded(id);
        String json = json(id);
        assertThat(console.post(OPERATOR, "jobs", "{\"queue\":\"nobody\",\"id\":" + json + "}")
                        .statusCode())
                .isEqualTo(201);

        is("scheduled", id, console.get(VIEWER, job));
        is("scheduled", id, console.change(OPERATOR, "PATCH", job, "{\"priority\":7}"));
        is("canceled", id, console.delete(OPERATOR, job));
        is("scheduled", id, console.post(OPERATOR, job.replace("?", "/retry?"), "{}"));
        assertThat(object(console.get(VIEWER, job.replace("?", "/attempts?"))).getJsonArray("attempts"))
                .isEmpty();
        assertThat(object(console.get(VIEWER, job.replace("?", "/children?"))).getJsonArray("jobs"))
                .isEmpty();
        assertThat(console.post(OPERATOR, job.replace("?", "/delete?"), "{}").statusCode())
                .isEqualTo(204);
        assertThat(console.get(VIEWER, job).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aQueueIsOpenedPausedAndResumedWhateverItsName(String name) {
        String queue = "queue?name=" + encoded(name);
        console.post(OPERATOR, "jobs", "{\"queue\":" + json(name) + ",\"id\":" + json("in-" + name) + "}");

        assertThat(object(console.get(VIEWER, queue)).getString("name")).isEqualTo(name);
        assertThat(object(console.post(OPERATOR, queue.replace("?", "/pause?"), "{}"))
                        .getBoolean("paused"))
                .isTrue();
        assertThat(object(console.post(OPERATOR, queue.replace("?", "/resume?"), "{}"))
                        .getBoolean("paused"))
                .isFalse();
        assertThat(console.change(OPERATOR, "PUT", queue.replace("?", "/instances?"), "{\"instances\":3}")
                        .statusCode())
                .isEqualTo(200);
        console.change(OPERATOR, "PUT", queue.replace("?", "/instances?"), "{\"instances\":null}");
    }

    /** JAX-RS leaves out of a path what follows a semicolon. */
    @Test
    void aBareSemicolonInAPathIsNotAnotherJobs() {
        console.post(OPERATOR, "jobs", "{\"queue\":\"nobody\",\"id\":\"semi\"}");

        assertThat(console.delete(OPERATOR, "jobs/semi;colon").statusCode()).isEqualTo(400);
        assertThat(console.delete(OPERATOR, "jobs/semi%3Bcolon").statusCode()).isEqualTo(404);
        assertThat(object(console.get(VIEWER, "jobs/semi")).getString("status")).isEqualTo("scheduled");
    }

    @Test
    void withoutAnIdItIsSaidWhatIsMissing() {
        assertThat(object(console.get(VIEWER, "job")).getString("field")).isEqualTo("id");
        assertThat(object(console.post(OPERATOR, "queue/pause", "{}")).getString("field"))
                .isEqualTo("name");
    }

    private static void is(String status, String id, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonObject job = object(answer);
        assertThat(job.getString("id")).isEqualTo(id);
        assertThat(job.getString("status")).isEqualTo(status);
    }

    private static String json(String text) {
        String object = Json.createObjectBuilder().add("text", text).build().toString();
        return object.substring(object.indexOf(':') + 1, object.length() - 1);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
