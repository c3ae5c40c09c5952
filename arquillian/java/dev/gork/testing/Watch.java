package dev.gork.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Reads a stream of events as it comes. */
public final class Watch implements AutoCloseable {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final HttpResponse<InputStream> answer;
    private final StringBuffer text = new StringBuffer();
    private volatile boolean ended;

    private Watch(HttpResponse<InputStream> answer) {
        this.answer = answer;
        Thread reader = new Thread(this::read, "events");
        reader.setDaemon(true);
        reader.start();
    }

    /** The answer to this, as it comes. */
    public static Watch of(HttpRequest.Builder request) throws IOException, InterruptedException {
        return new Watch(CLIENT.send(request.GET().build(), HttpResponse.BodyHandlers.ofInputStream()));
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

    public void until(String what, String... parts) {
        Wait.until(what, () -> List.of(parts).stream().allMatch(part -> text.indexOf(part) >= 0));
    }

    public int status() {
        return answer.statusCode();
    }

    public String text() {
        return text.toString();
    }

    /** The text in the encoding that events have. */
    public String utf8() {
        return new String(text().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** How often this stands in it, as a whole word. */
    public int count(String part) {
        return text().split(Pattern.quote(part) + "\\b", -1).length - 1;
    }

    public boolean ended() {
        return ended;
    }

    @Override
    public void close() throws IOException {
        answer.body().close();
    }
}
