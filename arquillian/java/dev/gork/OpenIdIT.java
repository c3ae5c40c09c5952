package dev.gork;

import static dev.gork.testing.Console.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.AnyDatabase;
import dev.gork.testing.Console;
import dev.gork.testing.OpenIdProvider;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** People who sign in at an OpenID provider, which the settings name. */
@ExtendWith(ArquillianExtension.class)
@AnyDatabase
@RunAsClient
class OpenIdIT {
    private static OpenIdProvider provider;

    @Deployment(testable = false)
    static WebArchive war() throws IOException {
        provider = new OpenIdProvider();
        String settings = "gork.console.openid.provider=" + provider.address() + "\n"
                + "gork.console.openid.client-secret=" + OpenIdProvider.SECRET + "\n";
        return Console.war().addAsResource(new StringAsset(settings), "META-INF/microprofile-config.properties");
    }

    @AfterAll
    static void close() {
        provider.close();
    }

    @ArquillianResource
    URL base;

    /** Somebody's browser: it follows where it is led, and keeps cookies. */
    private HttpClient browser;

    @BeforeEach
    void open() {
        provider.signs(true);
        browser = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .cookieHandler(new CookieManager())
                .build();
    }

    @Test
    void theSignInPageMayOfferIt() throws Exception {
        assertThat(object(get("login")).getBoolean("openid")).isTrue();
    }

    @Test
    void theProvidersGroupsAreTheRolesAndTheWayLeadsBack() throws Exception {
        provider.signsIn("jörg", "gork-viewer");
        HttpResponse<String> page = get("login/openid?next=%3Fx%3D1%23%2Fjobs");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.uri()).hasPath("/gork/").hasQuery("x=1").hasFragment("/jobs");
        assertThat(object(get("api/v1/me")).getString("name")).isEqualTo("jörg");
        assertThat(object(get("api/v1/me")).getBoolean("operator")).isFalse();
    }

    @Test
    void anOperatorMayChangeThingsUntilTheySignOut() throws Exception {
        provider.signsIn("grace", "gork-operator");
        get("login/openid");

        assertThat(post("api/v1/jobs", "{\"queue\":\"nobody\"}").statusCode()).isEqualTo(201);
        post("api/v1/logout", "{}");
        assertThat(post("api/v1/jobs", "{\"queue\":\"nobody\"}").statusCode()).isEqualTo(401);
    }

    @Test
    void whoHasNoRoleIsToldSoOnTheSignInPage() throws Exception {
        provider.signsIn("eve", "other");

        HttpResponse<String> page = get("login/openid");

        assertThat(page.uri()).hasPath("/gork/login.html").hasParameter("denied");
        assertThat(get("api/v1/me").statusCode()).isEqualTo(401);
    }

    @Test
    void whoTheProviderDoesNotLetInIsToldSoOnTheSignInPage() throws Exception {
        provider.signsIn("", "");

        assertThat(get("login/openid?next=%2Fgork%2F%23%2Fjobs").uri())
                .hasPath("/gork/login.html")
                .hasParameter("refused")
                .hasParameter("next", "#/jobs");
    }

    @Test
    void aTokenThatSomebodyElseSignedIsWorthNothing() throws Exception {
        provider.signsIn("grace", "gork-operator");
        provider.signs(false);

        assertThat(get("login/openid").uri()).hasPath("/gork/login.html").hasParameter("refused");
        assertThat(get("api/v1/me").statusCode()).isEqualTo(401);
    }

    @Test
    void anAnswerThatNobodyAskedForIsWorthNothing() throws Exception {
        HttpResponse<String> answer = Console.send(new Console(base)
                .request("/gork/login/openid/callback?code=code-0&state=planted")
                .GET());

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(location(answer)).contains("/gork/login.html?");
    }

    /** Whoever would have somebody signed in as somebody else. */
    @Test
    void anAnswerToSomebodyElseIsWorthNothing() throws Exception {
        provider.signsIn("mallory", "gork-operator");
        HttpClient another =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        HttpResponse<String> toProvider =
                another.send(request("login/openid").GET().build(), HttpResponse.BodyHandlers.ofString());
        HttpResponse<String> answer = another.send(to(location(toProvider)), HttpResponse.BodyHandlers.ofString());
        provider.signsIn("ada", "gork-viewer");
        get("login/openid");

        browser.send(to(location(answer)), HttpResponse.BodyHandlers.ofString());

        assertThat(object(get("api/v1/me")).getString("name")).isEqualTo("ada");
    }

    @Test
    void anotherPersonMaySignInWithTheSameBrowser() throws Exception {
        provider.signsIn("ada", "gork-viewer");
        get("login/openid");
        post("api/v1/logout", "{}");
        provider.signsIn("grace", "gork-operator");

        get("login/openid");

        assertThat(object(get("api/v1/me")).getString("name")).isEqualTo("grace");
        assertThat(object(get("api/v1/me")).getBoolean("operator")).isTrue();
    }

    @Test
    void theWayLeadsToPagesOfTheConsolesOwnAlone() throws Exception {
        provider.signsIn("ada", "gork-viewer");

        assertThat(get("login/openid?next=https%3A%2F%2Felsewhere.example%2F").uri())
                .hasHost("localhost")
                .hasPath("/gork/");
    }

    private static String location(HttpResponse<String> answer) {
        return answer.uri()
                .resolve(answer.headers().firstValue("Location").orElseThrow())
                .toString();
    }

    private static HttpRequest to(String address) {
        return HttpRequest.newBuilder(URI.create(address)).GET().build();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return browser.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String json) throws Exception {
        return browser.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + base.getPort() + "/gork/" + path));
    }
}
