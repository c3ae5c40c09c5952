package dev.gork;

import static dev.gork.testing.Console.OPERATOR;
import static dev.gork.testing.Console.STRANGER;
import static dev.gork.testing.Console.VIEWER;
import static dev.gork.testing.Console.as;
import static dev.gork.testing.Console.object;
import static dev.gork.testing.Console.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.Console;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
        assertThat(location(answer)).endsWith("/gork/login.html?next=%2Fgork%2F%3Fqueue%3Da%2520b");
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
        assertThat(cookie).contains("HttpOnly").contains("SameSite=Lax").contains("Path=/gork/");
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

        assertThat(location(wrong)).isEqualTo("/gork/login.html?failed&next=%2Fgork%2F");
        assertThat(location(noRole)).isEqualTo("/gork/login.html?denied&next=%2Fgork%2F");
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

    private static String location(HttpResponse<String> answer) {
        return header(answer, "Location");
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
