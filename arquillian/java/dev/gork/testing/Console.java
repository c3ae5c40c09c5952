package dev.gork.testing;

import dev.gork.demo.ClientExample;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.File;
import java.io.StringReader;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The console WAR with the demo in it, asked over HTTP as a script does. Each user's password is the name. */
public final class Console {
    public static final String VIEWER = "viewer";
    public static final String OPERATOR = "operator";
    public static final String STRANGER = "stranger";

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI base;

    public Console(URL base) {
        this.base = URI.create("http://" + base.getHost() + ":" + base.getPort());
    }

    /** The product's own WAR, as it is shipped, with the demo's handlers and page. */
    public static WebArchive war() {
        WebArchive war = ShrinkWrap.createFromZipFile(WebArchive.class, new File(System.getProperty("gork.test.war")))
                .addPackage(ClientExample.class.getPackage())
                .addAsResource(new StringAsset(Wars.FAST), "META-INF/microprofile-config.properties");
        for (File file : new File("src/demo/webapp").listFiles()) {
            war.addAsWebResource(file);
        }
        return war;
    }

    /** The server's log. */
    public static Path log() {
        return Path.of(
                System.getProperty("gork.test.wlp"),
                "usr/servers",
                System.getProperty("gork.test.server"),
                "logs/messages.log");
    }

    public HttpResponse<String> get(String user, String path) {
        return send(as(user, request("/gork/api/v1/" + path)).GET());
    }

    public HttpResponse<String> post(String user, String path, String json) {
        return change(user, "POST", path, json);
    }

    public HttpResponse<String> delete(String user, String path) {
        return change(user, "DELETE", path, "");
    }

    /** A change, as JSON. */
    public HttpResponse<String> change(String user, String method, String path, String json) {
        return send(as(user, request("/gork/api/v1/" + path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(json)));
    }

    /** Runs plain SQL, in a WAR that has {@link SqlServlet}; what the first row of the last statement begins with. */
    public String sql(String statements) {
        HttpResponse<String> answer = send(as(OPERATOR, request("/gork/api/sql"))
                .header("X-Requested-With", "gork")
                .POST(BodyPublishers.ofString(statements)));
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " for " + statements + ": " + answer.body());
        }
        return answer.body();
    }

    /** Whether this is PostgreSQL. */
    public boolean isPostgres() {
        return object(get(VIEWER, "me")).getString("database").equals("postgresql");
    }

    /** A request to any path of the server. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path));
    }

    /** With this user's name and password. */
    public static HttpRequest.Builder as(String user, HttpRequest.Builder request) {
        String credentials = user + ":" + user;
        return request.header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends a request; what the API answers is checked against its document. */
    public static HttpResponse<String> send(HttpRequest.Builder request) {
        HttpResponse<String> answer;
        try {
            answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        ApiContract.check(answer);
        return answer;
    }

    public static JsonValue json(HttpResponse<String> answer) {
        return Json.createReader(new StringReader(answer.body())).readValue();
    }

    public static JsonObject object(HttpResponse<String> answer) {
        return json(answer).asJsonObject();
    }
}
