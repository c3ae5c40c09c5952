package dev.gork.console.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.gork.config.MapConfig;
import dev.gork.testing.Wait;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys at a location are read when they are needed, and no more often. */
class TokenKeysTest {
    private final AtomicInteger reads = new AtomicInteger();
    private volatile String answer = "";
    private volatile int status = 200;
    private HttpServer server;
    private String location;
    private TokenVerifier verifier;

    @BeforeEach
    void startIssuer() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            reads.incrementAndGet();
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        location = "http://localhost:" + server.getAddress().getPort() + "/jwks";
        verifier = at(location);
    }

    @AfterEach
    void stopIssuer() {
        server.stop(0);
    }

    @Test
    void keysAreReadOnce() throws Exception {
        RSAKey key = publish("k1");

        for (int i = 0; i < 10; i++) {
            assertThat(verify(key)).isEqualTo("ada");
        }
        assertThat(reads).hasValue(1);
    }

    @Test
    void aNewKeyIsFoundAtOnce() throws Exception {
        assertThat(verify(publish("k1"))).isEqualTo("ada");

        assertThat(verify(publish("k2"))).isEqualTo("ada");
    }

    @Test
    void keysAreReadAgainNowAndThen() throws Exception {
        RSAKey key = publish("k1");
        verifier = rereadingAtOnce();

        Wait.until("it is read again", () -> verify(key).equals("ada") && reads.get() >= 2);
    }

    @Test
    void knownKeysServeWhileTheLocationDoesNotAnswer() throws Exception {
        RSAKey known = publish("k1");
        verifier = rereadingAtOnce();
        assertThat(verify(known)).isEqualTo("ada");
        RSAKey unknown = publish("k2");
        status = 500;
        int before = reads.get();

        Wait.until("it is read again", () -> verify(known).equals("ada") && reads.get() > before);
        refused(unknown);
        assertThat(verify(known)).isEqualTo("ada");
    }

    @Test
    void aLocationThatDidNotAnswerIsAskedAgain() throws Exception {
        RSAKey key = publish("k1");
        status = 500;
        refused(key);
        status = 200;

        assertThat(verify(key)).isEqualTo("ada");
    }

    @Test
    void madeUpKeysDoNotHaveTheLocationAskedEachTime() throws Exception {
        RSAKey known = publish("k1");
        assertThat(verify(known)).isEqualTo("ada");

        for (int i = 0; i < 20; i++) {
            refused(new RSAKey.Builder(known).keyID("made-up-" + i).build());
        }
        assertThat(reads).hasValueLessThanOrEqualTo(2);
        assertThat(verify(known)).isEqualTo("ada");
    }

    @Test
    void aLocationMayBeAFile(@TempDir Path folder) throws Exception {
        RSAKey key = publish("k1");
        Path file = Files.writeString(folder.resolve("keys.json"), answer);
        verifier = at(file.toUri().toString());

        assertThat(verify(key)).isEqualTo("ada");
    }

    @Test
    void theKeyItselfGoesBeforeItsLocation() throws Exception {
        RSAKey key = publish("k1");
        verifier = verifier(Map.of(
                "mp.jwt.verify.publickey",
                key.toPublicJWK().toJSONString(),
                "mp.jwt.verify.publickey.location",
                "nowhere"));

        assertThat(verify(key)).isEqualTo("ada");
        assertThat(TokenKeys.of(new MapConfig(Map.of()))).isEmpty();
    }

    private RSAKey publish(String id) throws Exception {
        RSAKey key = new RSAKeyGenerator(2048).keyID(id).generate();
        answer = new JWKSet(key).toString();
        return key;
    }

    private static TokenVerifier at(String location) {
        return verifier(Map.of("mp.jwt.verify.publickey.location", location));
    }

    private TokenVerifier rereadingAtOnce() {
        return new TokenVerifier("us", Set.of(), TokenKeys.at(location, Duration.ofMillis(2), Duration.ofMillis(1)));
    }

    private static TokenVerifier verifier(Map<String, String> settings) {
        return new TokenVerifier(
                "us", Set.of(), TokenKeys.of(new MapConfig(settings)).orElseThrow());
    }

    private String verify(RSAKey key) throws Exception {
        return verifier.verify(token(key), Instant.now()).name();
    }

    private void refused(RSAKey key) {
        assertThatExceptionOfType(TokenVerifier.InvalidTokenException.class)
                .isThrownBy(() -> verify(key))
                .withMessageContaining("not by a key that is trusted");
    }

    private static String token(RSAKey key) throws Exception {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer("us")
                .subject("ada")
                .expirationTime(Date.from(Instant.now().plusSeconds(300)))
                .build();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }
}
