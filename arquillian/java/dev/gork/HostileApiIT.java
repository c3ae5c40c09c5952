package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.demo.ClientExample;
import dev.gork.testing.AnyDatabase;
import dev.gork.testing.Console;
import dev.gork.testing.Hostile;
import dev.gork.testing.Wait;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Promise 10, over HTTP: whatever a client sends is its own mistake, or a job; the server never breaks over it. */
@ExtendWith(ArquillianExtension.class)
@AnyDatabase
@RunAsClient
class HostileApiIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final long SEED = 20_261_124;
    private static final int CALLS = 1_500;
    private static final int EVERY = 50;
    private static final String OPERATOR =
            "Basic " + Base64.getEncoder().encodeToString("operator:operator".getBytes(StandardCharsets.UTF_8));

    @Deployment(testable = false)
    static WebArchive war() {
        return ShrinkWrap.createFromZipFile(WebArchive.class, new File(System.getProperty("gork.test.war")))
                .addPackage(ClientExample.class.getPackage());
    }

    @ArquillianResource
    URL base;

    @Test
    void aHostileCallNeverBreaksTheServer() {
        Hostile hostile = new Hostile(SEED);
        List<String> neighbours = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < CALLS; i++) {
            HttpRequest request = call(hostile, i);
            int status = send(request).statusCode();
            assertThat(status)
                    .as("seed %d, call %d: %s", SEED, i, shortened(request.toString()))
                    .isBetween(200, 499);
            refused += status >= 400 ? 1 : 0;
            if (i % EVERY == 0) {
                neighbours.add("api-neighbour-" + i);
                String body = "{\"queue\":\"lowerize\",\"id\":\"api-neighbour-" + i
                        + "\",\"arguments\":{\"lowerize_this\":\"A\"}}";
                assertThat(send(json("jobs").POST(BodyPublishers.ofString(body)).build())
                                .statusCode())
                        .isEqualTo(201);
            }
        }

        assertThat(refused).isBetween(CALLS / 4, CALLS - 50);
        neighbours.forEach(id -> Wait.until(
                id + " is run",
                () -> send(json("jobs/" + id).GET().build()).body().contains("\"status\":\"completed\"")));
    }

    @Test
    void anIdNeverBreaksALineOfTheLog() throws IOException {
        String id = "log-\\u2028[ERROR] forged\\u202e-end"; // other programs write worse into the table
        String body = "{\"queue\":\"increase\",\"id\":\"" + id
                + "\",\"arguments\":{\"increase_this\":\"no number\"},\"options\":{\"max_retries\":0}}";

        HttpResponse<String> created =
                send(json("jobs").POST(BodyPublishers.ofString(body)).build());
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);

        Wait.until(
                "its failure is one line of the log, with nothing in it that a terminal obeys",
                () -> Files.readAllLines(Console.log()).stream()
                        .anyMatch(line -> line.contains("Job '" + id + "' of queue 'increase' failed for good")));
    }

    private HttpRequest call(Hostile hostile, int number) {
        return switch (hostile.upTo(6)) {
            case 0 -> json("jobs?" + query(hostile)).GET().build();
            case 1 -> json("jobs/" + encoded(hostile.text())).GET().build();
            case 2 -> json("jobs/" + encoded(hostile.text())).DELETE().build();
            case 3 ->
                json("jobs/" + encoded(hostile.text()) + "/retry")
                        .POST(BodyPublishers.ofString(hostile.json()))
                        .build();
            case 4 -> json("jobs").POST(BodyPublishers.ofString(hostile.json())).build();
            default ->
                json("jobs").POST(BodyPublishers.ofString(job(hostile, number))).build();
        };
    }

    private static String query(Hostile hostile) {
        List<String> parameters = new ArrayList<>();
        for (String name : List.of("queue", "status", "q", "cursor", "limit", encoded(hostile.text()))) {
            if (hostile.oneIn(2)) {
                parameters.add(name + "=" + encoded(hostile.oneIn(2) ? hostile.text() : hostile.setting()));
            }
        }
        return String.join("&", parameters);
    }

    /** Well-formed most of the time, so that what is inside gets as far as it can. */
    private static String job(Hostile hostile, int number) {
        String id = hostile.oneIn(2) ? quoted(hostile.text()) : "\"api-" + number + "\"";
        String queue = hostile.oneIn(2) ? quoted(hostile.text()) : "\"lowerize\"";
        String due = hostile.oneIn(2) ? quoted(hostile.instant().toString()) : String.valueOf(hostile.number());
        return "{\"id\":" + id + ",\"queue\":" + queue + ",\"arguments\":" + hostile.json()
                + (hostile.oneIn(2) ? ",\"options\":" + hostile.options() : "")
                + (hostile.oneIn(3) ? ",\"priority\":" + hostile.number() : "")
                + (hostile.oneIn(3) ? ",\"scheduled_at\":" + due : "") + "}";
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(c -> json.append("\\u%04x".formatted(c)));
        return json.append('"').toString();
    }

    private static String encoded(String text) {
        String cut = text.length() > 1_000 ? text.substring(0, 1_000) : text;
        return URLEncoder.encode(cut, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder json(String path) {
        URI uri = URI.create("http://" + base.getHost() + ":" + base.getPort() + "/gork/api/v1/" + path);
        return HttpRequest.newBuilder(uri)
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", OPERATOR)
                .header("Content-Type", "application/json");
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (Exception e) {
            throw new AssertionError(shortened(request.toString()), e);
        }
    }

    private static String shortened(String text) {
        return text.length() > 300 ? text.substring(0, 300) + "…" : text;
    }
}
