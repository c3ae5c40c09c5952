package dev.gork.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;

/** A reverse proxy that has an application at another path, and says in X-Forwarded-Host what the browser asked for. */
public final class RewritingProxy implements AutoCloseable {
    /** What a connection has for itself, or the client sets by itself. */
    private static final Set<String> OWN = Set.of("Connection", "Host", "Content-length", "Upgrade", "Http2-settings");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpServer server;
    private final int target;
    private final String outside;
    private final String inside;

    /** Has the path inside, of the server on this port of this machine, at the path outside. */
    public RewritingProxy(int target, String outside, String inside) throws IOException {
        this.target = target;
        this.outside = outside;
        this.inside = inside;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(outside, this::pass);
        server.start();
    }

    /** Where it answers. */
    public URI uri(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = inside + exchange.getRequestURI().toString().substring(outside.length());
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + target + path))
                    .method(
                            exchange.getRequestMethod(),
                            BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()))
                    .header("X-Forwarded-Host", exchange.getRequestHeaders().getFirst("Host"));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (!OWN.contains(name)) {
                    values.forEach(value -> request.header(name, value));
                }
            });
            answer(exchange, client.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer) throws IOException {
        for (String name : List.of("Location", "Set-Cookie", "Content-Type")) {
            answer.headers()
                    .allValues(name)
                    .forEach(value -> exchange.getResponseHeaders().add(name, value));
        }
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
