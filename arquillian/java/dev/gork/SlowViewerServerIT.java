package dev.gork;

import static dev.gork.testing.Console.OPERATOR;
import static dev.gork.testing.Console.VIEWER;
import static dev.gork.testing.Console.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.Console;
import dev.gork.testing.PostgresOnly;
import dev.gork.testing.Wait;
import dev.gork.testing.Watch;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URL;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Promise 13: looking costs nothing, also when somebody looks and does not read. */
@PostgresOnly
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class SlowViewerServerIT {
    /** As many as one viewer may watch. */
    private static final List<String> IDS =
            IntStream.range(0, 100).mapToObj(i -> "watched-" + i).toList();

    /** Of half a megabyte each, after a first one: more than the server keeps, and the two ends' network buffers. */
    private static final int ROUNDS = 20;

    @Deployment(testable = false)
    static WebArchive war() {
        return Console.war();
    }

    @ArquillianResource
    URL base;

    @Test
    void whoDoesNotReadIsDroppedAndKeepsNobodyWaiting() throws Exception {
        Console console = new Console(base);
        String manyBytes = "\u20ac".repeat(1_300); // and not so many that an event would have them shortened
        for (String each : IDS) {
            console.post(OPERATOR, "jobs", """
                    {"queue":"watched","id":"%s","arguments":"%s"}""".formatted(each, manyBytes));
        }
        HttpRequest.Builder request =
                as(VIEWER, console.request("/gork/api/v1/events?ids=" + String.join("&ids=", IDS)));
        try (Socket slow = ask(request.build());
                Watch quick = Watch.of(request)) {
            for (int round = 1; round <= ROUNDS; round++) {
                String action = round % 2 == 1 ? "cancel" : "run";
                String changed = round % 2 == 1 ? "\"status\":\"canceled" : "\"status\":\"scheduled";
                int before = quick.count(changed);
                console.post(OPERATOR, "bulk", """
                        {"action":"%s","filter":{"queue":"watched"}}""".formatted(action));
                Wait.until("who reads is told of all", () -> quick.count(changed) >= before + IDS.size());
            }

            AtomicLong read = new AtomicLong(-1);
            Thread reader = new Thread(() -> read.set(rest(slow)), "slow");
            reader.setDaemon(true);
            reader.start();

            Wait.until("the slow one's stream has ended", () -> read.get() >= 0);
            assertThat(read.get())
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
}
