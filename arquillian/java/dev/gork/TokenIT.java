package dev.gork;

import static dev.gork.testing.Console.object;
import static dev.gork.testing.Console.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.AnyDatabase;
import dev.gork.testing.Console;
import dev.gork.testing.SigningKey;
import java.net.URL;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Scripts with a bearer token, signed with a key that the configuration trusts by MicroProfile JWT's settings. */
@ExtendWith(ArquillianExtension.class)
@AnyDatabase
@RunAsClient
class TokenIT {
    private static final SigningKey KEY = new SigningKey();

    @Deployment(testable = false)
    static WebArchive war() {
        String settings = "mp.jwt.verify.issuer=https://issuer.example\nmp.jwt.verify.audiences=gork\n"
                + "mp.jwt.verify.publickey.location=key.pem\n";
        return Console.war()
                .addAsResource(new StringAsset(settings), "META-INF/microprofile-config.properties")
                .addAsResource(new StringAsset(KEY.pem()), "key.pem");
    }

    @ArquillianResource
    URL base;

    @Test
    void theTokensGroupsAreTheRoles() {
        HttpResponse<String> viewer = get(token("ada", "gork-viewer", 300));
        HttpResponse<String> operator = get(token("grace", "gork-operator", 300));

        assertThat(object(viewer).getString("name")).isEqualTo("ada");
        assertThat(object(viewer).getBoolean("operator")).isFalse();
        assertThat(object(operator).getBoolean("operator")).isTrue();
        assertThat(get(token("eve", "other", 300)).statusCode()).isEqualTo(403);
    }

    @Test
    void anOperatorsTokenCreatesAJobAndAViewersDoesNot() {
        assertThat(create(token("ada", "gork-viewer", 300)).statusCode()).isEqualTo(403);
        assertThat(create(token("grace", "gork-operator", 300)).statusCode()).isEqualTo(201);
    }

    @Test
    void anExpiredTokenIsRefusedWithTheReason() {
        HttpResponse<String> answer = get(token("ada", "gork-viewer", -300));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(object(answer).getString("detail")).contains("expired");
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).contains("invalid_token");
    }

    @Test
    void aNameMayHaveAnyLettersAndATimeThatIsNoneIsRefused() {
        assertThat(object(get(token("jörg", "gork-viewer", 300))).getString("name"))
                .isEqualTo("jörg");
        String claims = "{\"iss\":\"https://issuer.example\",\"aud\":\"gork\",\"upn\":\"ada\","
                + "\"groups\":[\"gork-viewer\"],\"exp\":99999999999999999}";
        assertThat(get(KEY.token(claims)).statusCode()).isEqualTo(401);
    }

    @Test
    void anotherKeysTokenIsRefused() {
        assertThat(get(token(new SigningKey(), "ada", "gork-operator", 300)).statusCode())
                .isEqualTo(401);
    }

    private HttpResponse<String> get(String token) {
        return send(new Console(base)
                .request("/gork/api/v1/me")
                .header("Authorization", "Bearer " + token)
                .GET());
    }

    private HttpResponse<String> create(String token) {
        return send(new Console(base)
                .request("/gork/api/v1/jobs")
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"queue\":\"nobody\"}")));
    }

    private static String token(String name, String group, int seconds) {
        return token(KEY, name, group, seconds);
    }

    private static String token(SigningKey key, String name, String group, int seconds) {
        return key.token("{\"iss\":\"https://issuer.example\",\"aud\":\"gork\",\"upn\":\"" + name + "\",\"groups\":[\""
                + group + "\"],\"exp\":" + (Instant.now().getEpochSecond() + seconds) + "}");
    }
}
