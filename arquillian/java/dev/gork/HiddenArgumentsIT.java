package dev.gork;

import static dev.gork.testing.Console.OPERATOR;
import static dev.gork.testing.Console.VIEWER;
import static dev.gork.testing.Console.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.Console;
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
        assertThat(console.get(VIEWER, "jobs?queue=payroll").body())
                .contains("salary")
                .doesNotContain("4200");
        assertThat(console.get(VIEWER, "jobs?queue=bank").body())
                .contains("transfer")
                .doesNotContain("DE02");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "queue=payroll | {\"amount\":4200}",
                "queue= | {\"amount\":4200}",
                "queue=bank | {\"to\":[{\"IBAN\":\"DE02\"}]}",
                "queue=bank | {\"iban\":\"DE02\"}"
            })
    void aSearchDoesNotTellWhatAViewerMayNotSee(String queue, String arguments) {
        String query = "?" + queue + "&arguments=" + URLEncoder.encode(arguments, StandardCharsets.UTF_8);

        assertThat(console.get(VIEWER, "jobs" + query).statusCode()).isEqualTo(403);
        assertThat(console.get(VIEWER, "jobs/count" + query).statusCode()).isEqualTo(403);
        assertThat(console.get(OPERATOR, "jobs" + query).statusCode()).isNotEqualTo(403);
    }
}
