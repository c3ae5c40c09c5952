package dev.gork;

import static dev.gork.testing.Console.OPERATOR;
import static dev.gork.testing.Console.VIEWER;
import static dev.gork.testing.Console.as;
import static dev.gork.testing.Console.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.AnyDatabase;
import dev.gork.testing.Console;
import dev.gork.testing.Wait;
import dev.gork.testing.Watch;
import java.net.URL;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who watches is told what changes, and nothing that they may not see. */
@ExtendWith(ArquillianExtension.class)
@AnyDatabase
@RunAsClient
class EventsIT {
    private static final int MOST_IDS = 100;

    @Deployment(testable = false)
    static WebArchive war() {
        return Console.war()
                .addAsResource(
                        new StringAsset("gork.console.hidden-arguments=secret"),
                        "META-INF/microprofile-config.properties");
    }

    @ArquillianResource
    URL base;

    Console console;

    @BeforeEach
    void open() {
        console = new Console(base);
    }

    @Test
    void queuesAreToldAtOnceAndWhenTheyChange() throws Exception {
        try (Watch watch = Watch.of(as(VIEWER, console.request("/gork/api/v1/events")))) {
            watch.until("the queues are told", "event: queues", "\"name\":\"increase\"");

            console.post(OPERATOR, "jobs", "{\"queue\":\"told-over-http\",\"id\":\"told-over-http\"}");

            watch.until("the new queue is told", "\"name\":\"told-over-http\"");
        }
    }

    @Test
    void aWatchedJobIsToldWhenItChangesAndWhenItIsGone() throws Exception {
        console.post(OPERATOR, "jobs", "{\"queue\":\"nobody\",\"id\":\"watched\"}");
        try (Watch watch = Watch.of(as(VIEWER, console.request("/gork/api/v1/events?ids=watched&ids=other")))) {
            watch.until("the job is told", "event: jobs", "\"id\":\"watched\"", "\"status\":\"scheduled\"");

            console.delete(OPERATOR, "jobs/watched");
            watch.until("its change is told", "\"status\":\"canceled\"");

            console.post(OPERATOR, "jobs/watched/delete", "{}");
            watch.until("that it is gone is told", "\"deleted\":[\"watched\"]");
        }
    }

    @Test
    void aViewerIsNotToldWhatIsHidden() throws Exception {
        console.post(OPERATOR, "jobs", "{\"queue\":\"secret\",\"id\":\"hidden\",\"arguments\":{\"pin\":4711}}");
        try (Watch viewer = Watch.of(as(VIEWER, console.request("/gork/api/v1/events?ids=hidden")));
                Watch operator = Watch.of(as(OPERATOR, console.request("/gork/api/v1/events?ids=hidden")))) {
            operator.until("the operator sees it", "\"id\":\"hidden\"", "4711");
            viewer.until("the viewer sees the job", "\"id\":\"hidden\"", "\"arguments_hidden\":true");
            assertThat(viewer.text()).doesNotContain("4711");
        }
    }

    @Test
    void signingOutEndsTheStream() throws Exception {
        HttpResponse<String> signedIn = send(console.request("/gork/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("username=viewer&password=viewer")));
        String cookie =
                signedIn.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
        try (Watch watch = Watch.of(console.request("/gork/api/v1/events").header("Cookie", cookie))) {
            watch.until("the queues are told", "event: queues");

            send(console.request("/gork/api/v1/logout")
                    .header("Cookie", cookie)
                    .header("X-Requested-With", "gork")
                    .POST(BodyPublishers.noBody()));

            Wait.until("the stream has ended", watch::ended);
        }
    }

    @Test
    void onlyThoseWithARoleWatch() {
        assertThat(send(console.request("/gork/api/v1/events").GET()).statusCode())
                .isEqualTo(401);
        assertThat(send(as(Console.STRANGER, console.request("/gork/api/v1/events"))
                                .GET())
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void nobodyWatchesMoreThanAPage() {
        String ids = String.join("&", numbered(MOST_IDS + 1));

        HttpResponse<String> answer =
                send(as(VIEWER, console.request("/gork/api/v1/events?" + ids)).GET());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"field\":\"ids\"", "\"limit\":100");
    }

    @Test
    void thereIsRoomForAHundredAndAgainWhenTheyAreGone() throws Exception {
        List<Watch> watches = new ArrayList<>();
        try {
            Wait.until("there is no room left", () -> {
                Watch watch = Watch.of(as(VIEWER, console.request("/gork/api/v1/events")));
                watches.add(watch);
                return watch.status() == 503;
            });
            assertThat(watches).hasSizeBetween(90, 101);
        } finally {
            for (Watch watch : watches) {
                watch.close();
            }
        }
        Wait.until("there is room again", () -> {
            try (Watch watch = Watch.of(as(VIEWER, console.request("/gork/api/v1/events")))) {
                return watch.status() == 200;
            }
        });
    }

    private static List<String> numbered(int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add("ids=" + i);
        }
        return ids;
    }
}
