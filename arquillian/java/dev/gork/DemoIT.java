package dev.gork;

import static dev.gork.testing.Console.OPERATOR;
import static dev.gork.testing.Console.VIEWER;
import static dev.gork.testing.Console.json;
import static dev.gork.testing.Console.object;
import static dev.gork.testing.Console.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.AnyDatabase;
import dev.gork.testing.Console;
import dev.gork.testing.Wait;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.URL;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The console WAR with the demo in it: gork's own examples, metrics and health. */
@ExtendWith(ArquillianExtension.class)
@AnyDatabase
@RunAsClient
class DemoIT {
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
    void theClientExampleEndsAsGorksDoes() {
        JsonArray ids = json(console.post(OPERATOR, "demo/example", "{}")).asJsonArray();
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

        String metrics = send(console.request("/metrics").GET()).body();
        assertThat(metrics)
                .containsPattern("gork_jobs_completed_total\\{[^}]*queue=\"lowerize\"[^}]*} [1-9]")
                .containsPattern("gork_jobs_failed_total\\{[^}]*queue=\"increase\"[^}]*} [1-9]")
                .containsPattern("gork_jobs_running_seconds_count\\{[^}]*queue=\"increase\"")
                .containsPattern("gork_jobs_waiting_seconds_count\\{[^}]*queue=\"increase\"")
                .containsPattern("gork_slots\\{[^}]*queue=\"increase\"[^}]*} 3.0")
                .containsPattern("gork_queue_depth\\{[^}]*queue=\"increase\"[^}]*} 0.0")
                .containsPattern("gork_queue_oldest_seconds\\{[^}]*queue=\"increase\"");
    }

    /** A queue's name may come from a request of anybody's. */
    @Test
    void queuesThatAreMadeUpHaveABoundedNumberOfSeries() {
        for (int i = 0; i < 150; i++) {
            console.post(OPERATOR, "jobs", "{\"queue\":\"made-up-" + i + "\"}");
        }

        String metrics = send(console.request("/metrics").GET()).body();
        List<String> series = metrics.lines()
                .filter(line -> line.startsWith("gork_jobs_enqueued_total"))
                .toList();
        assertThat(series).hasSizeBetween(100, 110).anyMatch(line -> line.contains("queue=\"(others)\""));
        assertThat(metrics).containsPattern("gork_jobs_enqueued_total\\{[^}]*queue=\"lowerize\"");
    }

    @Test
    void healthSaysStartedAliveAndReady() {
        String health = send(console.request("/health").GET()).body();

        assertThat(health).contains("gork-started", "gork-alive", "gork-ready").doesNotContain("DOWN");
    }

    private JsonObject finished(String id) {
        return Wait.value(
                id + " is finished",
                () -> object(console.get(VIEWER, "jobs/" + id)),
                job -> JobStatus.of(job.getString("status")).finished());
    }
}
