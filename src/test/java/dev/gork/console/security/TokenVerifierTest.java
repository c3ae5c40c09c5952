package dev.gork.console.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Only a token that a trusted key has signed, for us and in its time, says who its bearer is. */
class TokenVerifierTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final String GOOD =
            "{\"iss\":\"us\",\"sub\":\"ada\",\"exp\":1800000100,\"groups\":[\"gork-viewer\"]}";
    private static final TokenVerifier VERIFIER = new TokenVerifier("us", Set.of());

    private static KeyPair rsa;
    private static KeyPair otherRsa;
    private static KeyPair ec;

    @BeforeAll
    static void makeKeys() throws GeneralSecurityException {
        KeyPairGenerator rsaGenerator = KeyPairGenerator.getInstance("RSA");
        rsaGenerator.initialize(2048);
        rsa = rsaGenerator.generateKeyPair();
        otherRsa = rsaGenerator.generateKeyPair();
        KeyPairGenerator ecGenerator = KeyPairGenerator.getInstance("EC");
        ecGenerator.initialize(new ECGenParameterSpec("secp256r1"));
        ec = ecGenerator.generateKeyPair();
    }

    @Test
    void aSignedTokenSaysWhoseItIs() throws Exception {
        TokenVerifier.Caller caller = verify(VERIFIER, signed("RS256", rsa, GOOD), rsa);

        assertThat(caller.name()).isEqualTo("ada");
        assertThat(caller.groups()).containsExactly("gork-viewer");
    }

    @Test
    void ellipticCurvesDoAsWell() throws Exception {
        assertThat(verify(VERIFIER, signed("ES256", ec, GOOD), ec).name()).isEqualTo("ada");
    }

    @Test
    void theNameIsUpnThenPreferredUsernameThenSubject() throws Exception {
        String both = "{\"iss\":\"us\",\"sub\":\"1\",\"preferred_username\":\"ada\",\"exp\":1800000100}";
        String all =
                "{\"iss\":\"us\",\"sub\":\"1\",\"upn\":\"ada@x\",\"preferred_username\":\"ada\",\"exp\":1800000100}";

        assertThat(verify(VERIFIER, signed("RS256", rsa, both), rsa).name()).isEqualTo("ada");
        assertThat(verify(VERIFIER, signed("RS256", rsa, all), rsa).name()).isEqualTo("ada@x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "expired | {'iss':'us','sub':'ada','exp':1799999900}",
                "does not say when | {'iss':'us','sub':'ada'}",
                "expired | {'iss':'us','sub':'ada','exp':'1800000100'}",
                "not valid yet | {'iss':'us','sub':'ada','exp':1800009999,'nbf':1800000100}",
                "not valid yet | {'iss':'us','sub':'ada','exp':1800009999,'iat':1800000100}",
                "another issuer | {'iss':'them','sub':'ada','exp':1800000100}",
                "another issuer | {'sub':'ada','exp':1800000100}",
                "whose it is | {'iss':'us','exp':1800000100}",
                "whose it is | {'iss':'us','sub':' ','exp':1800000100}"
            })
    void whatItClaimsIsChecked(String reason, String claims) throws Exception {
        refused(VERIFIER, signed("RS256", rsa, claims.replace('\'', '"')), rsa, reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"'gork' | true", "['x','gork'] | true", "'x' | false", "[] | false", "null | false"})
    void theAudienceIsCheckedWhereOneIsSet(String audience, boolean good) throws Exception {
        TokenVerifier verifier = new TokenVerifier("us", Set.of("gork"));
        String claims = GOOD.replace("}", ",\"aud\":" + audience.replace('\'', '"') + "}");

        if (good) {
            assertThat(verify(verifier, signed("RS256", rsa, claims), rsa).name())
                    .isEqualTo("ada");
        } else {
            refused(verifier, signed("RS256", rsa, claims), rsa, "another audience");
        }
    }

    @Test
    void anotherKeysSignatureIsWorthNothing() throws Exception {
        refused(VERIFIER, signed("RS256", otherRsa, GOOD), rsa, "not by a key");
    }

    @Test
    void aChangedClaimBreaksTheSignature() throws Exception {
        String[] parts = signed("RS256", rsa, GOOD).split("\\.");
        String forged = parts[0] + "." + encoded(GOOD.replace("viewer", "operator")) + "." + parts[2];

        refused(VERIFIER, forged, rsa, "not by a key");
    }

    /** RFC 8725, sections 2.1 and 3.1: the token must not choose how it is verified. */
    @Test
    void thePublicKeyIsNoSharedSecret() throws Exception {
        String signed = encoded("{\"alg\":\"HS256\"}") + "." + encoded(GOOD);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(rsa.getPublic().getEncoded(), "HmacSHA256"));
        String token = signed + "." + encoded(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));

        refused(VERIFIER, token, rsa, "not signed with");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "HS256", "RS512", "", "RS256\",\"crit\":[\"x\"],\"x\":\""})
    void otherWaysOfSigningAreRefused(String algorithm) throws Exception {
        String token = encoded("{\"alg\":\"" + algorithm + "\"}") + "." + encoded(GOOD) + ".";

        refused(VERIFIER, token, rsa, "not signed with");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a.b", "a.b.c.d", "!.!.!", "e30", "W10.W10.", "eyJhIjo.e30."})
    void nonsenseIsRefused(String token) {
        refused(VERIFIER, token, rsa, "");
    }

    @Test
    void aTokenWithoutEndIsRefused() {
        refused(VERIFIER, "a".repeat(20_000) + ".a.a", rsa, "no signed JSON Web Token");
    }

    @Test
    void shortKeysAreNotTrusted() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        KeyPair weak = generator.generateKeyPair();

        refused(VERIFIER, signed("RS256", weak, GOOD), weak, "");
    }

    @Test
    void aKeyIsFoundByItsIdInASet() throws Exception {
        RSAPublicKey key = (RSAPublicKey) rsa.getPublic();
        KeySet keys =
                KeySet.parse("{\"keys\":[{\"kty\":\"OKP\"},{\"kty\":\"RSA\",\"kid\":\"k1\",\"use\":\"sig\",\"n\":\""
                        + encoded(key.getModulus().toByteArray()) + "\",\"e\":\""
                        + encoded(key.getPublicExponent().toByteArray())
                        + "\"},{\"kty\":\"RSA\",\"kid\":\"k2\",\"n\":\""
                        + encoded(((RSAPublicKey) otherRsa.getPublic())
                                .getModulus()
                                .toByteArray()) + "\",\"e\":\"AQAB\"}]}");

        assertThat(keys.find("RS256", "k1")).contains(key);
        assertThat(keys.find("RS256", "k2")).contains(otherRsa.getPublic());
        assertThat(keys.find("RS256", "k3")).isEmpty();
        assertThat(keys.find("ES256", "k1")).isEmpty();
    }

    @Test
    void aKeyIsReadFromPem() {
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(ec.getPublic().getEncoded()) + "\n-----END PUBLIC KEY-----\n";

        assertThat(KeySet.parse(pem).find("ES256", null)).contains(ec.getPublic());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"keys\":1}",
                "{\"kty\":\"RSA\"}",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"
            })
    void whatIsNoKeyIsSaidToBeNone(String text) {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> KeySet.parse(text));
    }

    private static TokenVerifier.Caller verify(TokenVerifier verifier, String token, KeyPair trusted)
            throws InvalidTokenException {
        KeySet keys = new KeySet(List.of(new KeySet.Key(null, trusted.getPublic())));
        return verifier.verify(
                token,
                (algorithm, id) -> keys.find(algorithm, id).orElseThrow(() -> new InvalidTokenException("no key")),
                NOW);
    }

    private static void refused(TokenVerifier verifier, String token, KeyPair trusted, String reason) {
        assertThatExceptionOfType(InvalidTokenException.class)
                .isThrownBy(() -> verify(verifier, token, trusted))
                .withMessageContaining(reason);
    }

    private static String signed(String algorithm, KeyPair key, String claims) throws GeneralSecurityException {
        String signed = encoded("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}") + "." + encoded(claims);
        Signature signature =
                Signature.getInstance(algorithm.equals("RS256") ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
        signature.initSign(key.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + encoded(signature.sign());
    }

    private static String encoded(String text) {
        return encoded(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
