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
import java.util.stream.IntStream;
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

/** The same action for many jobs, over HTTP. Nobody serves the queues that these tests use. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class BulkApiIT {
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
    void allThatMatchAreCanceledRunAndDeleted() {
        create("many", 30);
        create("others", 1);

        JsonObject canceled = ended(start("cancel", "{\"filter\":{\"queue\":\"many\"}}"));
        assertThat(canceled.getString("state")).isEqualTo("done");
        assertThat(canceled.getInt("done")).isEqualTo(30);
        assertThat(canceled.getInt("skipped")).isZero();
        assertThat(canceled.getString("started_by")).isEqualTo(OPERATOR);
        assertThat(canceled.getJsonObject("filter")).hasToString("{\"queue\":\"many\"}");
        assertThat(count("queue=many&status=canceled")).isEqualTo(30);
        assertThat(count("queue=others&status=scheduled")).isEqualTo(1);

        ended(start("run", "{\"filter\":{\"queue\":\"many\",\"status\":\"canceled\"}}"));
        assertThat(count("queue=many&status=scheduled")).isEqualTo(30);

        ended(start("delete", "{\"filter\":{\"queue\":\"many\"}}"));
        assertThat(count("queue=many")).isZero();
        assertThat(count("queue=others")).isEqualTo(1);
    }

    /** Of all, only those that are scheduled are canceled; the demo's queues have none that wait. */
    @Test
    void allJobsAreMeantOnlyWhereThatIsSaid() {
        create("any", 2);
        create("any-other", 1);

        JsonObject bulk = ended(start("cancel", "{\"all\":true}"));

        assertThat(bulk.getString("state")).isEqualTo("done");
        assertThat(bulk.getJsonObject("filter")).isEmpty();
        assertThat(count("queue=any&status=canceled")).isEqualTo(2);
        assertThat(count("queue=any-other&status=canceled")).isEqualTo(1);
    }

    @Test
    void thoseThatAreNamedAreTouchedAndNoOthers() {
        create("named", 3);

        JsonObject bulk = ended(start("cancel", "{\"ids\":[\"named-0\",\"named-2\",\"no-such-job\",\"named-0\"]}"));

        assertThat(bulk.getInt("done")).isEqualTo(2);
        assertThat(bulk.getInt("skipped")).isEqualTo(1);
        assertThat(bulk.get("filter")).isEqualTo(JsonValue.NULL);
        assertThat(count("queue=named&status=scheduled")).isEqualTo(1);
    }

    @Test
    void theyAreListedTheLastOneFirst() {
        String id = start("cancel", "{\"ids\":[\"no-such-job\"]}").getString("id");
        JsonObject ended = ended(object(console.get(VIEWER, "bulk/" + id)));

        assertThat(object(console.get(VIEWER, "bulk")).getJsonArray("bulks").getJsonObject(0))
                .isEqualTo(ended);
    }

    @Test
    void oneThatHasEndedIsNotStopped() {
        JsonObject ended = ended(start("cancel", "{\"ids\":[\"no-such-job\"]}"));

        HttpResponse<String> stopped = console.post(OPERATOR, "bulk/" + ended.getString("id") + "/stop", "{}");

        assertThat(object(stopped)).isEqualTo(ended);
        assertThat(console.post(OPERATOR, "bulk/unknown/stop", "{}").statusCode())
                .isEqualTo(404);
        assertThat(console.get(VIEWER, "bulk/unknown").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "action | {\"action\":\"explode\",\"ids\":[\"a\"]}",
                "action | {\"ids\":[\"a\"]}",
                "filter | {\"action\":\"run\"}",
                "filter | {\"action\":\"run\",\"ids\":[\"a\"],\"filter\":{}}",
                "filter | {\"action\":\"run\",\"filter\":[]}",
                "filter | {\"action\":\"run\",\"filter\":{}}",
                "filter | {\"action\":\"run\",\"filter\":null}",
                "filter | {\"action\":\"run\",\"filter\":{\"queue\":\"a\"},\"all\":true}",
                "filter | {\"action\":\"run\",\"ids\":[\"a\"],\"all\":true}",
                "all | {\"action\":\"run\",\"all\":false}",
                "all | {\"action\":\"run\",\"all\":\"true\"}",
                "all | {\"action\":\"run\",\"all\":null}",
                "queue | {\"action\":\"run\",\"filter\":{\"queue\":\"\"}}",
                "queue | {\"action\":\"run\",\"filter\":{\"queue\":\" \\t\",\"status\":\"failed\"}}",
                "queue | {\"action\":\"run\",\"filter\":{\"queue\":null}}",
                "queue | {\"action\":\"run\",\"filter\":{\"queue\":[]}}",
                "status | {\"action\":\"run\",\"filter\":{\"status\":\"\"}}",
                "q | {\"action\":\"run\",\"filter\":{\"q\":\"\"}}",
                "node | {\"action\":\"run\",\"filter\":{\"node\":\"\"}}",
                "from | {\"action\":\"run\",\"filter\":{\"from\":\"\"}}",
                "to | {\"action\":\"run\",\"filter\":{\"to\":\"\"}}",
                "arguments | {\"action\":\"run\",\"filter\":{\"arguments\":\"\"}}",
                "arguments | {\"action\":\"run\",\"filter\":{\"arguments\":null}}",
                "filter.queues | {\"action\":\"run\",\"filter\":{\"queues\":\"a\"}}",
                "status | {\"action\":\"run\",\"filter\":{\"status\":\"asleep\"}}",
                "ids | {\"action\":\"run\",\"ids\":[]}",
                "ids | {\"action\":\"run\",\"ids\":[1]}",
                "ids | {\"action\":\"run\",\"ids\":\"a\"}",
                "ids | {\"action\":\"run\",\"ids\":[\"\\u0000\"]}",
                "limit | {\"action\":\"run\",\"ids\":[\"a\"],\"limit\":1}",
            })
    void whatCannotBeUsedIsAProblemWithItsField(String field, String body) {
        HttpResponse<String> answer = console.post(OPERATOR, "bulk", body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(object(answer).getString("field")).isEqualTo(field);
    }

    @Test
    void aViewerDoesNothingToMany() {
        assertThat(console.post(VIEWER, "bulk", "{\"action\":\"run\",\"filter\":{}}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(console.post(VIEWER, "bulk/any/stop", "{}").statusCode()).isEqualTo(403);
    }

    private JsonObject start(String action, String target) {
        HttpResponse<String> answer =
                console.post(OPERATOR, "bulk", "{\"action\":\"" + action + "\"," + target.substring(1));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return object(answer);
    }

    private JsonObject ended(JsonObject bulk) {
        return Wait.value(
                "the bulk action has ended",
                () -> object(console.get(VIEWER, "bulk/" + bulk.getString("id"))),
                now -> !now.getString("state").equals("running"));
    }

    private void create(String queue, int count) {
        IntStream.range(0, count)
                .forEach(i -> console.post(
                        OPERATOR, "jobs", "{\"id\":\"" + queue + "-" + i + "\",\"queue\":\"" + queue + "\"}"));
    }

    private int count(String query) {
        return object(console.get(VIEWER, "jobs/count?" + query)).getInt("count");
    }
}
