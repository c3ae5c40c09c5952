package dev.gork.bench;

import dev.gork.testing.LibertyServer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** A server with the console WAR as it is shipped, and people who look at it. */
final class ConsoleNode implements AutoCloseable {
    private static final String CREDENTIALS =
            "Basic " + Base64.getEncoder().encodeToString("operator:operator".getBytes(StandardCharsets.UTF_8));

    private final LibertyServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final List<InputStream> streams = new ArrayList<>();
    private ExecutorService people = Executors.newCachedThreadPool();

    ConsoleNode(String url) throws IOException {
        WebArchive war = ShrinkWrap.createFromZipFile(WebArchive.class, new File(System.getProperty("gork.test.war")));
        server = new LibertyServer("bench-console", war, url, "postgres").jvmOptions(List.of(BenchmarkIT.HEAP));
    }

    ConsoleNode start() throws IOException {
        server.start();
        return this;
    }

    /** What a route answers. */
    String get(String path) {
        HttpResponse<String> response = send(path, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(path + " answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    /** How long it takes to answer, in milliseconds: the median, and what 95 % of so many did not exceed. */
    double[] time(String path, int times) {
        for (int i = 0; i < times / 2; i++) {
            get(path);
        }
        double[] millis = new double[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            get(path);
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        System.out.printf(Locale.ROOT, "%-60s %8.1f %8.1f%n", path, millis[times / 2], millis[times * 95 / 100]);
        return new double[] {millis[times / 2], millis[times * 95 / 100]};
    }

    /** Opens so many consoles: each listens to what changes, and turns to another page every five seconds. */
    void open(int consoles) {
        people = Executors.newCachedThreadPool();
        for (int i = 0; i < consoles; i++) {
            InputStream events = send("/api/v1/events", HttpResponse.BodyHandlers.ofInputStream())
                    .body();
            streams.add(events);
            people.submit(() -> events.transferTo(OutputStream.nullOutputStream()));
            people.submit(() -> {
                while (true) {
                    for (String path : List.of("/jobs", "/nodes", "/history?range=1h")) {
                        TimeUnit.SECONDS.sleep(5);
                        get("/api/v1" + path);
                    }
                }
            });
        }
    }

    /** Closes them. */
    void closeAll() throws IOException {
        people.shutdownNow();
        for (InputStream stream : streams) {
            stream.close();
        }
        streams.clear();
    }

    @Override
    public void close() {
        people.shutdownNow();
        server.close();
    }

    private <T> HttpResponse<T> send(String path, HttpResponse.BodyHandler<T> body) {
        HttpRequest request = HttpRequest.newBuilder(server.uri(path))
                .header("Authorization", CREDENTIALS)
                .build();
        try {
            return client.send(request, body);
        } catch (IOException e) {
            throw new IllegalStateException(path + " got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
