package dev.gork;

import static dev.gork.testing.Console.OPERATOR;
import static dev.gork.testing.Console.VIEWER;
import static dev.gork.testing.Console.as;
import static dev.gork.testing.Console.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.Console;
import dev.gork.testing.Wait;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
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
@RunAsClient
class EventsIT {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final int MOST_IDS = 100;

    /** Times two megabytes: more than the server keeps, and the two ends' network buffers. */
    private static final int MORE_THAN_MAY_WAIT = 6;

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
        try (Watch watch = watch(as(VIEWER, console.request("/gork/api/v1/events")))) {
            watch.until("the queues are told", "event: queues", "\"name\":\"increase\"");

            console.post(OPERATOR, "jobs", "{\"queue\":\"told-over-http\",\"id\":\"told-over-http\"}");

            watch.until("the new queue is told", "\"name\":\"told-over-http\"");
        }
    }

    @Test
    void aWatchedJobIsToldWhenItChangesAndWhenItIsGone() throws Exception {
        console.post(OPERATOR, "jobs", "{\"queue\":\"nobody\",\"id\":\"watched\"}");
        try (Watch watch = watch(as(VIEWER, console.request("/gork/api/v1/events?ids=watched&ids=other")))) {
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
        try (Watch viewer = watch(as(VIEWER, console.request("/gork/api/v1/events?ids=hidden")));
                Watch operator = watch(as(OPERATOR, console.request("/gork/api/v1/events?ids=hidden")))) {
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
        try (Watch watch = watch(console.request("/gork/api/v1/events").header("Cookie", cookie))) {
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
                Watch watch = watch(as(VIEWER, console.request("/gork/api/v1/events")));
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
            try (Watch watch = watch(as(VIEWER, console.request("/gork/api/v1/events")))) {
                return watch.status() == 200;
            }
        });
    }

    @Test
    void whoDoesNotReadIsDroppedAndKeepsNobodyWaiting() throws Exception {
        List<String> ids = numbered(MOST_IDS);
        String manyBytes = "\u20ac".repeat(7_000);
        for (String each : ids) {
            console.post(OPERATOR, "jobs", """
                    {"queue":"nobody","id":"%s","arguments":"%s"}""".formatted(each.substring("ids=".length()), manyBytes));
        }
        HttpRequest.Builder request = as(VIEWER, console.request("/gork/api/v1/events?" + String.join("&", ids)));
        try (Socket slow = ask(request.build());
                Watch quick = watch(request)) {
            for (int round = 1; round <= MORE_THAN_MAY_WAIT; round++) {
                for (String each : ids) {
                    console.change(
                            OPERATOR,
                            "PATCH",
                            "jobs/" + each.substring("ids=".length()),
                            "{\"priority\":" + round + "}");
                }
                quick.until("who reads is told", "\"priority\":" + round);
            }

            long read = slow.getInputStream().transferTo(OutputStream.nullOutputStream());

            assertThat(read)
                    .as("what came before the end")
                    .isLessThan(quick.text().length());
            assertThat(quick.ended()).isFalse();
        }
    }

    private static long rest(Socket socket) {
        try {
            return socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection over which something is asked, and the answer not read. */
    private static Socket ask(HttpRequest request) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(
                new InetSocketAddress(request.uri().getHost(), request.uri().getPort()));
        String text = "GET %s?%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\nConnection: close\r\n\r\n"
                .formatted(
                        request.uri().getPath(),
                        request.uri().getQuery(),
                        request.headers().firstValue("Authorization").orElseThrow());
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static List<String> numbered(int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add("ids=many-" + i);
        }
        return ids;
    }

    private static Watch watch(HttpRequest.Builder request) throws IOException, InterruptedException {
        return new Watch(CLIENT.send(request.GET().build(), HttpResponse.BodyHandlers.ofInputStream()));
    }

    /** Reads a stream of events as it comes. */
    private static final class Watch implements AutoCloseable {
        private final HttpResponse<InputStream> answer;
        private final StringBuffer text = new StringBuffer();
        private volatile boolean ended;

        Watch(HttpResponse<InputStream> answer) {
            this.answer = answer;
            Thread reader = new Thread(this::read, "events");
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try (InputStream in = answer.body()) {
                byte[] buffer = new byte[8192];
                for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                    text.append(new String(buffer, 0, length, StandardCharsets.ISO_8859_1)); // a character per byte
                }
            } catch (IOException e) { // closed here, or by the server
                text.append("");
            }
            ended = true;
        }

        void until(String what, String... parts) {
            Wait.until(what, () -> List.of(parts).stream().allMatch(part -> text.indexOf(part) >= 0));
        }

        int status() {
            return answer.statusCode();
        }

        String text() {
            return text.toString();
        }

        int count(String part) {
            return text().split(Pattern.quote(part) + "\\b", -1).length - 1;
        }

        boolean ended() {
            return ended;
        }

        @Override
        public void close() throws IOException {
            answer.body().close();
        }
    }
}
