package dev.gork;

import static dev.gork.testing.Console.OPERATOR;
import static dev.gork.testing.Console.VIEWER;
import static dev.gork.testing.Console.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.Console;
import dev.gork.testing.SqlServlet;
import dev.gork.testing.Wait;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What viewers may not see of jobs, they do not see, nor find out by searching. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class HiddenArgumentsIT {
    @Deployment(testable = false)
    static WebArchive war() {
        return Console.war()
                .addClass(SqlServlet.class)
                .addAsResource(
                        new StringAsset(
                                "gork.console.hidden-arguments=payroll\ngork.console.hidden-fields=IBAN,password"),
                        "META-INF/microprofile-config.properties");
    }

    @ArquillianResource
    URL base;

    Console console;

    @BeforeEach
    void create() {
        console = new Console(base);
        console.post(OPERATOR, "jobs", """
                {"id": "salary", "queue": "payroll", "arguments": {"amount": 4200}}""");
        console.post(OPERATOR, "jobs", """
                {"id": "transfer", "queue": "bank", "arguments": {"to": [{"name": "Ada", "iban": "DE02"}], "note": 1}}""");
    }

    @Test
    void aHiddenQueuesArgumentsAreTheOperators() {
        JsonObject viewed = object(console.get(VIEWER, "jobs/salary"));
        JsonObject operated = object(console.get(OPERATOR, "jobs/salary"));

        assertThat(viewed.get("arguments")).isEqualTo(JsonValue.NULL);
        assertThat(viewed.get("result")).isEqualTo(JsonValue.NULL);
        assertThat(viewed.getBoolean("arguments_hidden")).isTrue();
        assertThat(operated.getJsonObject("arguments")).hasToString("{\"amount\":4200}");
        assertThat(operated.getBoolean("arguments_hidden")).isFalse();
    }

    @Test
    void aHiddenFieldIsHiddenAtAnyDepth() {
        assertThat(object(console.get(VIEWER, "jobs/transfer"))
                        .getJsonObject("arguments")
                        .toString())
                .contains("Ada", "(hidden)")
                .doesNotContain("DE02");
        assertThat(object(console.get(OPERATOR, "jobs/transfer")).toString()).contains("DE02");
    }

    @Test
    void listsShowNoMore() {
        assertThat(console.get(VIEWER, "jobs?queue=payroll&status=scheduled").body())
                .contains("salary")
                .doesNotContain("4200");
        assertThat(console.get(VIEWER, "jobs?queue=bank&status=scheduled").body())
                .contains("transfer")
                .doesNotContain("DE02");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "queue=payroll | {\"amount\":4200}",
                "q=a | {\"amount\":4200}",
                "queue=bank | {\"to\":[{\"IBAN\":\"DE02\"}]}",
                "queue=bank | {\"iban\":\"DE02\"}",
                "queue=bank | {\"i\\u0062an\":\"DE02\"}",
                "queue=bank | {\"body\":\"{\\\"iban\\\":\\\"DE02\\\"}\"}",
                "queue=bank | {\"iban\":\"DE02\"",
            })
    void aSearchDoesNotTellWhatAViewerMayNotSee(String queue, String arguments) {
        String query = "?" + queue + "&arguments=" + URLEncoder.encode(arguments, StandardCharsets.UTF_8);

        assertThat(console.get(VIEWER, "jobs" + query).statusCode()).isEqualTo(403);
        assertThat(console.get(VIEWER, "jobs/count" + query).statusCode()).isEqualTo(403);
        assertThat(console.get(OPERATOR, "jobs" + query).statusCode()).isNotEqualTo(403);
    }

    /** Numbers of more digits than JSON-P reads. */
    @Test
    void whatCannotBeReadIsHidden() {
        console.post(OPERATOR, "jobs", "{\"id\": \"unreadable\", \"queue\": \"bank\"}");
        String digits = "7".repeat(1_200);
        String secret = "{\"password\":\"s3cret\",\"n\":" + digits;
        console.sql("UPDATE jobs SET arguments = '%1$s}', result = '%1$s}' WHERE id = 'unreadable'".formatted(secret));

        assertThat(console.get(VIEWER, "jobs/unreadable").body())
                .contains("(hidden)")
                .doesNotContain("s3cret");
        assertThat(console.get(VIEWER, "jobs?queue=bank&status=scheduled&q=unreadable")
                        .body())
                .contains("(hidden)")
                .doesNotContain("s3cret");
        assertThat(console.get(OPERATOR, "jobs/unreadable").body()).contains("s3cret", digits);
    }

    @Test
    void whatIsTooLongToBeShownWholeIsNotShownInPart() {
        console.post(OPERATOR, "jobs", """
                {"id": "long", "queue": "bank", "arguments": {"iban": "s3cret", "text": "%s"}}""".formatted("x".repeat(10_000)));

        assertThat(console.get(VIEWER, "jobs?queue=bank&status=scheduled&q=long")
                        .body())
                .contains("\"long\"")
                .doesNotContain("s3cret");
        assertThat(console.get(OPERATOR, "jobs?queue=bank&status=scheduled&q=long")
                        .body())
                .contains("s3cret");
        assertThat(console.get(VIEWER, "jobs/long").body())
                .contains("x".repeat(10_000))
                .doesNotContain("s3cret");
    }

    /** The demo's handler reads a number there. */
    @Test
    void anErrorOfGorksOwnDoesNotRepeatWhatIsHidden() {
        console.post(OPERATOR, "jobs", """
                {"id": "wrong", "queue": "increase", "arguments": {"increase_this": "s3cret"},
                 "options": {"max_retries": 0}}""");

        String job = Wait.value(
                "it has failed",
                () -> console.get(VIEWER, "jobs/wrong").body(),
                body -> body.contains("\"status\":\"failed\""));
        JsonObject attempt = object(console.get(VIEWER, "jobs/wrong/attempts"))
                .getJsonArray("attempts")
                .getJsonObject(0);

        assertThat(object(console.get(VIEWER, "jobs/wrong")).getString("last_error"))
                .contains("not readable as", "increase_this")
                .doesNotContain("s3cret");
        assertThat(attempt.getString("error")).contains("not readable as").doesNotContain("s3cret");
        assertThat(console.get(VIEWER, "queues").body()).doesNotContain("s3cret");
        assertThat(job).contains("\"arguments\":{\"increase_this\":\"s3cret\"}");
    }
}
