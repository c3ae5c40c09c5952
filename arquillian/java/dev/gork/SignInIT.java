package dev.gork;

import static dev.gork.testing.Console.OPERATOR;
import static dev.gork.testing.Console.STRANGER;
import static dev.gork.testing.Console.VIEWER;
import static dev.gork.testing.Console.as;
import static dev.gork.testing.Console.object;
import static dev.gork.testing.Console.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.AnyDatabase;
import dev.gork.testing.Console;
import dev.gork.testing.RewritingProxy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.CookieManager;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.text.Normalizer;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise 14: closed by default. Who gets in, how, and what a browser is told. */
@ExtendWith(ArquillianExtension.class)
@AnyDatabase
@RunAsClient
class SignInIT {
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
    void withoutARoleThereIsNoAccess() {
        assertThat(send(api("me")).statusCode()).isEqualTo(401);
        assertThat(console.get(STRANGER, "me").statusCode()).isEqualTo(403);
        assertThat(console.get(VIEWER, "me").statusCode()).isEqualTo(200);
        assertThat(send(as(OPERATOR, api("me")).method("PURGE", BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aRefusalIsAProblem() {
        HttpResponse<String> unknown = send(api("me"));
        HttpResponse<String> noRole = console.get(STRANGER, "me");

        assertThat(object(unknown).getInt("status")).isEqualTo(401);
        assertThat(object(noRole).getInt("status")).isEqualTo(403);
        assertThat(noRole.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
    }

    @Test
    void theCallersNameAndRoleAreKnown() {
        assertThat(object(console.get(VIEWER, "me")).getBoolean("operator")).isFalse();
        assertThat(object(console.get(OPERATOR, "me")).getBoolean("operator")).isTrue();
        assertThat(object(console.get(OPERATOR, "me")).getString("name")).isEqualTo(OPERATOR);
        assertThat(object(console.get(OPERATOR, "me")).getString("version")).startsWith("0.");
        assertThat(object(console.get(OPERATOR, "me")).getString("database")).isIn("postgresql", "h2");
    }

    @Test
    void onlyScriptsAreAskedForAPasswordByTheBrowsersOwnDialogue() {
        HttpResponse<String> script = send(api("me"));
        HttpResponse<String> page = send(api("me").header("X-Requested-With", "gork"));

        assertThat(script.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic ");
        assertThat(page.statusCode()).isEqualTo(401);
        assertThat(page.headers().firstValue("WWW-Authenticate")).isEmpty();
    }

    @Test
    void aPageWithoutASessionLeadsToTheFormAndBack() {
        HttpResponse<String> answer = send(console.request("/gork/?queue=a%20b").GET());

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(location(answer)).isEqualTo("/gork/login.html?next=%3Fqueue%3Da%2520b");
        assertThat(location(signIn(VIEWER, VIEWER, "?queue=a%20b"))).isEqualTo("/gork/?queue=a%20b");
    }

    @Test
    void withoutAnOpenIdProviderNothingLeadsToOne() {
        assertThat(object(send(console.request("/gork/login").GET())).getBoolean("openid"))
                .isFalse();
        for (String path : List.of("/gork/login/openid", "/gork/login/openid/callback?code=1&state=1")) {
            assertThat(location(send(console.request(path).GET()))).contains("/gork/login.html?next=");
        }
    }

    @Test
    void whoSignsInHasASession() {
        HttpResponse<String> answer = signIn(OPERATOR, OPERATOR, "/gork/#/jobs/1");
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(location(answer)).isEqualTo("/gork/#/jobs/1");
        assertThat(cookie).contains("HttpOnly").contains("SameSite=Lax").doesNotContain("Path=");
        HttpResponse<String> me = send(api("me").header("Cookie", token(cookie)));
        assertThat(object(me).getString("name")).isEqualTo(OPERATOR);
        assertThat(object(me).getBoolean("operator")).isTrue();
    }

    @Test
    void eachSignInHasATokenOfItsOwnWhateverTheBrowserSent() {
        String planted = "gork-session=planted";

        String first = token(signIn(VIEWER, VIEWER, "/gork/", "Cookie", planted));
        String second = token(signIn(VIEWER, VIEWER, "/gork/", "Cookie", first));

        assertThat(first).isNotEqualTo(planted).isNotEqualTo(second);
        assertThat(send(api("me").header("Cookie", planted)).statusCode()).isEqualTo(401);
        assertThat(send(api("me").header("Cookie", first)).statusCode()).isEqualTo(401);
        assertThat(send(api("me").header("Cookie", second)).statusCode()).isEqualTo(200);
    }

    @Test
    void afterSigningOutTheTokenIsWorthNothing() {
        String token = token(signIn(VIEWER, VIEWER, "/gork/"));

        HttpResponse<String> out = send(api("logout")
                .header("Cookie", token)
                .header("X-Requested-With", "gork")
                .POST(BodyPublishers.noBody()));

        assertThat(out.statusCode()).isEqualTo(204);
        assertThat(send(api("me").header("Cookie", token)).statusCode()).isEqualTo(401);
    }

    @Test
    void aWrongPasswordAndAMissingRoleLeadBackToTheForm() {
        HttpResponse<String> wrong = signIn(VIEWER, "wrong", "/gork/");
        HttpResponse<String> noRole = signIn(STRANGER, STRANGER, "/gork/");

        assertThat(location(wrong)).isEqualTo("/gork/login.html?failed&next=");
        assertThat(location(noRole)).isEqualTo("/gork/login.html?denied&next=");
        assertThat(wrong.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(noRole.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example/",
                "https://evil.example/gork/",
                "/\\evil.example",
                "/other/",
                "/gork/../other/",
                "/gork/%2e%2E/other/",
                "../other/",
                "a/../../other/",
                "%2e%2e/other/",
                "\\\\evil.example",
                "javascript:alert(1)",
                "/gork/\r\nSet-Cookie: a=b",
                ""
            })
    void theFormLeadsToPagesOfItsOwnAlone(String next) {
        assertThat(location(signIn(VIEWER, VIEWER, next))).isEqualTo("/gork/");
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Origin, https://evil.example",
        "Origin, null"
    })
    void anotherSitesPageSignsNobodyIn(String header, String value) {
        HttpResponse<String> answer = signIn(OPERATOR, OPERATOR, "/gork/", header, value);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void guessingIsStoppedAndTheOtherNamesAreNot() {
        IntStream.range(0, 10)
                .forEach(i -> assertThat(location(signIn("guessed", "guess-" + i, "/gork/")))
                        .contains("?failed"));

        assertThat(location(signIn("guessed", "guessed", "/gork/"))).contains("?throttled");
        HttpResponse<String> basic = console.get("guessed", "me");
        assertThat(basic.statusCode()).isEqualTo(429);
        assertThat(basic.headers().firstValue("Retry-After").map(Integer::valueOf))
                .hasValueSatisfying(wait -> assertThat(wait).isPositive());
        assertThat(console.get(VIEWER, "me").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jörg", "jo\u0308rg"})
    void aNameAndAPasswordMayHaveAnyLetters(String name) {
        String password = Normalizer.normalize("pässwort €", Normalizer.Form.NFD);
        for (String each : List.of("pässwort €", password)) {
            String credentials = name + ":" + each;
            HttpResponse<String> basic = send(api("me")
                    .header(
                            "Authorization",
                            "Basic "
                                    + Base64.getEncoder()
                                            .encodeToString(credentials.getBytes(StandardCharsets.UTF_8))));
            assertThat(basic.statusCode()).isEqualTo(200);
            assertThat(object(basic).getString("name")).isEqualTo("jörg");

            String token = token(signIn(name, each, "#/jobs?q=gr%C3%B6%C3%9Fe"));
            assertThat(object(send(api("me").header("Cookie", token))).getString("name"))
                    .isEqualTo("jörg");
        }
        assertThat(location(signIn(name, "pässwort €", "#/jobs?q=größe"))).isEqualTo("/gork/#/jobs?q=gr%C3%B6%C3%9Fe");
        assertThat(location(signIn(name, "pässwort ?", ""))).startsWith("/gork/login.html?failed");
    }

    /** A container makes room for as much as a request says it will send. */
    @ParameterizedTest
    @CsvSource({
        "POST, /gork/login",
        "POST, /gork/",
        "GET, /gork/login.html",
        "POST, /gork/api/v1/jobs",
        "POST, /gork/api/v1/logout",
        "POST, /gork/login/openid",
        "GET, /gork/api/v1/me",
        "POST, /gork/error"
    })
    void aLargeBodyIsRefusedBeforeAnythingOfItIsRead(String method, String path) throws IOException {
        for (String who : List.of("", "Authorization: Basic b3BlcmF0b3I6b3BlcmF0b3I=\r\n")) {
            try (Socket socket = socket()) {
                write(
                        socket,
                        method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + who
                                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 134217727\r\n\r\n");

                assertThat(firstLine(socket)).startsWith("HTTP/1.1 413");
            }
        }
    }

    @Test
    void aFormWithoutEndIsReadNoFurtherThanAFormCanBeLong() throws IOException {
        try (Socket socket = socket()) {
            write(
                    socket,
                    "POST /gork/login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
                            + "Content-Type: application/x-www-form-urlencoded\r\n\r\n");
            write(socket, "8000\r\n" + "username".repeat(0x1000) + "\r\n"); // and no last chunk

            assertThat(firstLine(socket)).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void manyGoodSignInsAtOnceWaitForTheirTurn() {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 80)
                .mapToObj(i -> client.sendAsync(as(VIEWER, api("me")).build(), BodyHandlers.ofString()))
                .toList();

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
    }

    @Test
    void whatIsRefusedIsInTheAuditAsWellAsWhatIsDone() throws IOException {
        String path = "/gork/api/v1/jobs/refused-" + UUID.randomUUID();
        send(as(VIEWER, console.request(path))
                .header("X-Requested-With", "gork")
                .DELETE());
        send(as(OPERATOR, console.request(path))
                .header("Sec-Fetch-Site", "cross-site")
                .DELETE());
        send(console.request(path).header("Authorization", "Bearer a.b.c").GET());
        String byQuery = path.replace("/jobs/", "/job?id=");
        send(as(VIEWER, console.request(byQuery))
                .header("X-Requested-With", "gork")
                .DELETE());
        send(as(OPERATOR, console.request(byQuery))
                .header("X-Requested-With", "gork")
                .DELETE());
        signIn(OPERATOR, OPERATOR, "", "Sec-Fetch-Site", "cross-site");

        String id = path.substring("/gork/api/v1/".length());
        assertThat(Files.readString(Console.log()))
                .contains("viewer (127.0.0.1) DELETE /api/v1/" + id + ": 403")
                .contains("operator (127.0.0.1) DELETE /" + id + ": 403")
                .contains("viewer (127.0.0.1) DELETE /api/v1/" + id.replace("jobs/", "job?id=") + ": 403")
                .contains("operator (127.0.0.1) DELETE /job '" + id.replace("jobs/", "") + "': 404")
                .contains("- (127.0.0.1) sent a token that is not taken: ")
                .contains("- (127.0.0.1) was to sign in by another site's page");
    }

    /** Whoever knows the console at another path than the server. */
    @Test
    void behindAProxyThatChangesThePathPeopleSignInAndAreLedBack() throws Exception {
        try (RewritingProxy proxy = new RewritingProxy(base.getPort(), "/jobs-console/", "/gork/")) {
            HttpClient browser = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .cookieHandler(new CookieManager())
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();
            HttpResponse<String> form = browser.send(
                    HttpRequest.newBuilder(proxy.uri("/jobs-console/?x=1")).build(), BodyHandlers.ofString());
            assertThat(form.uri()).hasPath("/jobs-console/login.html").hasParameter("next", "?x=1");

            HttpResponse<String> page = browser.send(
                    HttpRequest.newBuilder(form.uri().resolve("login"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .header("Origin", proxy.uri("").toString())
                            .POST(BodyPublishers.ofString("username=viewer&password=viewer&next=%3Fx%3D1%23%2Fjobs"))
                            .build(),
                    BodyHandlers.ofString());
            HttpResponse<String> me = browser.send(
                    HttpRequest.newBuilder(page.uri().resolve("api/v1/me")).build(), BodyHandlers.ofString());

            assertThat(page.uri()).hasPath("/jobs-console/").hasQuery("x=1").hasFragment("/jobs");
            assertThat(object(me).getString("name")).isEqualTo(VIEWER);
        }
    }

    private Socket socket() throws IOException {
        Socket socket = new Socket(base.getHost(), base.getPort());
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String firstLine(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Basic", "Basic !!!", "Basic bm9jb2xvbg==", "Bearer nonsense", "Digest a=b", "gork-session"})
    void whatIsNoCredentialIsNone(String header) {
        assertThat(send(api("me").header("Authorization", header)).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/gork/login.html", "/gork/api/v1/me", "/gork/", "/gork/api/v1/nothing"})
    void browsersMayDoNothingButWhatTheConsoleDoes(String path) {
        for (HttpRequest.Builder request : new HttpRequest.Builder[] {
            console.request(path), as(STRANGER, console.request(path)), as(VIEWER, console.request(path))
        }) {
            HttpResponse<String> answer = send(request.GET());

            assertThat(header(answer, "Content-Security-Policy"))
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(header(answer, "X-Frame-Options")).isEqualTo("DENY");
            assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
        }
    }

    @Test
    void whatIsAboutJobsIsKeptNowhere() {
        assertThat(header(console.get(VIEWER, "jobs"), "Cache-Control")).isEqualTo("no-store");
        assertThat(header(console.get(STRANGER, "jobs"), "Cache-Control")).startsWith("no-");
    }

    /** Their dates are those of every version: the build is reproducible. */
    @Test
    void aFileIsSentAgainOnlyIfItChanged() {
        HttpResponse<String> first = send(console.request("/gork/login.html").GET());
        String tag = header(first, "ETag");

        assertThat(tag).isNotEmpty();
        assertThat(header(first, "Cache-Control")).isEqualTo("no-cache");
        assertThat(send(console.request("/gork/login.html")
                                .header("If-None-Match", tag)
                                .GET())
                        .statusCode())
                .isEqualTo(304);
        assertThat(send(console.request("/gork/login.html")
                                .header("If-None-Match", "\"older\"")
                                .header("If-Modified-Since", header(first, "Last-Modified"))
                                .GET())
                        .statusCode())
                .isEqualTo(200);
    }

    private HttpRequest.Builder api(String path) {
        return console.request("/gork/api/v1/" + path).GET();
    }

    private HttpResponse<String> signIn(String name, String password, String next, String... headers) {
        HttpRequest.Builder request = console.request("/gork/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "username=" + encoded(name) + "&password=" + encoded(password) + "&next=" + encoded(next)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String token(HttpResponse<String> signedIn) {
        return token(header(signedIn, "Set-Cookie"));
    }

    private static String token(String cookie) {
        return cookie.substring(0, cookie.indexOf(';'));
    }

    /** The path that the answer leads to. */
    private static String location(HttpResponse<String> answer) {
        URI to = answer.uri().resolve(header(answer, "Location"));
        assertThat(to.getAuthority()).isEqualTo(answer.uri().getAuthority());
        return to.toString().substring(to.toString().indexOf(to.getRawPath(), "http://".length()));
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
