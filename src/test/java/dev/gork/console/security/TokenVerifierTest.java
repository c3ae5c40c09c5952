package dev.gork.console.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
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
    private static final Set<String> ANYONE = Set.of();

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
        TokenVerifier.Caller caller = verify(ANYONE, signed("RS256", rsa, GOOD), rsa);

        assertThat(caller.name()).isEqualTo("ada");
        assertThat(caller.groups()).containsExactly("gork-viewer");
    }

    @Test
    void ellipticCurvesDoAsWell() throws Exception {
        assertThat(verify(ANYONE, signed("ES256", ec, GOOD), ec).name()).isEqualTo("ada");
    }

    @Test
    void theNameIsUpnThenPreferredUsernameThenSubject() throws Exception {
        String both = "{\"iss\":\"us\",\"sub\":\"1\",\"preferred_username\":\"ada\",\"exp\":1800000100}";
        String all =
                "{\"iss\":\"us\",\"sub\":\"1\",\"upn\":\"ada@x\",\"preferred_username\":\"ada\",\"exp\":1800000100}";

        assertThat(verify(ANYONE, signed("RS256", rsa, both), rsa).name()).isEqualTo("ada");
        assertThat(verify(ANYONE, signed("RS256", rsa, all), rsa).name()).isEqualTo("ada@x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "expired | {'iss':'us','sub':'ada','exp':1799999900}",
                "does not say when | {'iss':'us','sub':'ada'}",
                "not valid yet | {'iss':'us','sub':'ada','exp':1800009999,'nbf':1800000100}",
                "not valid yet | {'iss':'us','sub':'ada','exp':1800009999,'iat':1800000100}",
                "another issuer | {'iss':'them','sub':'ada','exp':1800000100}",
                "another issuer | {'sub':'ada','exp':1800000100}",
                "whose it is | {'iss':'us','exp':1800000100}",
                "whose it is | {'iss':'us','sub':' ','exp':1800000100}"
            })
    void whatItClaimsIsChecked(String reason, String claims) throws Exception {
        refused(ANYONE, signed("RS256", rsa, claims.replace('\'', '"')), rsa, reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"'gork' | true", "['x','gork'] | true", "'x' | false", "[] | false", "null | false"})
    void theAudienceIsCheckedWhereOneIsSet(String audience, boolean good) throws Exception {
        Set<String> us = Set.of("gork");
        String claims = GOOD.replace("}", ",\"aud\":" + audience.replace('\'', '"') + "}");

        if (good) {
            assertThat(verify(us, signed("RS256", rsa, claims), rsa).name()).isEqualTo("ada");
        } else {
            refused(us, signed("RS256", rsa, claims), rsa, "another audience");
        }
    }

    /** Of exp, nbf and iat alike: a time that cannot be read is none that a token is valid at. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "31556889864403200",
                "99999999999999999999",
                "-99999999999999999999",
                "1e999999999",
                "-1e999999999",
                "1e99999999999",
                "1800000100000",
                "'1800000100'",
                "[1800000100]",
                "null",
                "true"
            })
    void aTimeThatIsNoneIsRefused(String time) throws Exception {
        for (String claim : List.of("exp", "nbf", "iat")) {
            String claims = "{'iss':'us','sub':'ada','" + claim + "':" + time
                    + (claim.equals("exp") ? "" : ",'exp':1800000100") + "}";

            refused(ANYONE, signed("RS256", rsa, claims.replace('\'', '"')), rsa, "");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'exp':1800000000.5 | true",
                "'exp':1.8000001e9 | true",
                "'exp':1799999939.5 | false",
                "'exp':-5 | false",
                "'exp':1800000100,'nbf':-5,'iat':0 | true",
                "'exp':1800000100,'nbf':1800000060.5 | false",
                "'exp':1800000100,'iat':1800000059.5 | true"
            })
    void aTimeMayHaveAFractionOrASign(String times, boolean good) throws Exception {
        String token = signed("RS256", rsa, ("{'iss':'us','sub':'ada'," + times + "}").replace('\'', '"'));

        if (good) {
            assertThat(verify(ANYONE, token, rsa).name()).isEqualTo("ada");
        } else {
            refused(ANYONE, token, rsa, "");
        }
    }

    @Test
    void aNameMayHaveAnyLetters() throws Exception {
        String claims = "{\"iss\":\"us\",\"upn\":\"jörg 😀\",\"exp\":1800000100}";

        assertThat(verify(ANYONE, signed("RS256", rsa, claims), rsa).name()).isEqualTo("jörg 😀");
    }

    @Test
    void anotherKeysSignatureIsWorthNothing() throws Exception {
        refused(ANYONE, signed("RS256", otherRsa, GOOD), rsa, "not by a key");
    }

    @Test
    void aChangedClaimBreaksTheSignature() throws Exception {
        String[] parts = signed("RS256", rsa, GOOD).split("\\.");
        String forged = parts[0] + "." + encoded(GOOD.replace("viewer", "operator")) + "." + parts[2];

        refused(ANYONE, forged, rsa, "not by a key");
    }

    /** RFC 8725, sections 2.1 and 3.1: the token must not choose how it is verified. */
    @Test
    void thePublicKeyIsNoSharedSecret() throws Exception {
        String signed = encoded("{\"alg\":\"HS256\"}") + "." + encoded(GOOD);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(rsa.getPublic().getEncoded(), "HmacSHA256"));
        String token = signed + "." + encoded(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));

        refused(ANYONE, token, rsa, "not signed with");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "HS256", "RS512", "", "RS256\",\"crit\":[\"x\"],\"x\":\""})
    void otherWaysOfSigningAreRefused(String algorithm) throws Exception {
        String token = encoded("{\"alg\":\"" + algorithm + "\"}") + "." + encoded(GOOD) + ".";

        refused(ANYONE, algorithm.equals("none") ? token : token + "AAAA", rsa, "not signed with");
        refused(ANYONE, token, rsa, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a.b", "a.b.c.d", "!.!.!", "e30", "W10.W10.", "eyJhIjo.e30."})
    void nonsenseIsRefused(String token) {
        refused(ANYONE, token, rsa, "");
    }

    @Test
    void aTokenWithoutEndIsRefused() {
        refused(ANYONE, "a".repeat(20_000) + ".a.a", rsa, "no signed JSON Web Token");
    }

    @Test
    void shortKeysAreNotTrusted() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        KeyPair weak = generator.generateKeyPair();

        refused(ANYONE, signed("RS256", weak, GOOD), weak, "");
    }

    @Test
    void aKeyIsFoundByItsIdInASet() throws Exception {
        JWKSet keys = TokenKeys.parse("{\"keys\":[" + jwk("k1", rsa) + "," + jwk("k2", otherRsa) + "]}");
        String first = signed("\"alg\":\"RS256\",\"kid\":\"k1\"", "RS256", rsa, GOOD);
        String second = signed("\"alg\":\"RS256\",\"kid\":\"k2\"", "RS256", otherRsa, GOOD);
        String unknown = signed("\"alg\":\"RS256\",\"kid\":\"k3\"", "RS256", rsa, GOOD);

        assertThat(verify(ANYONE, first, keys).name()).isEqualTo("ada");
        assertThat(verify(ANYONE, second, keys).name()).isEqualTo("ada");
        assertThatExceptionOfType(TokenVerifier.InvalidTokenException.class)
                .isThrownBy(() -> verify(ANYONE, unknown, keys));
    }

    /** RFC 7517, section 5: what a set holds besides must not cost the keys that are understood. */
    @Test
    void aKeyOfAnUnknownKindCostsTheOthersNothing() throws Exception {
        JWKSet keys = TokenKeys.parse("{\"keys\":[{\"kty\":\"OKP\"},{\"kty\":\"new\"},{\"kty\":\"EC\",\"crv\":\"new\","
                + "\"x\":\"AQAB\",\"y\":\"AQAB\"}," + jwk(null, rsa) + "]}");

        assertThat(verify(ANYONE, signed("RS256", rsa, GOOD), keys).name()).isEqualTo("ada");
    }

    @Test
    void aKeyForEncryptionVerifiesNothing() throws Exception {
        JWKSet keys = TokenKeys.parse(jwk(null, rsa).replace("{", "{\"use\":\"enc\","));

        assertThatExceptionOfType(TokenVerifier.InvalidTokenException.class)
                .isThrownBy(() -> verify(ANYONE, signed("RS256", rsa, GOOD), keys));
    }

    /** A key in PEM has no id, and serves tokens that name one. */
    @Test
    void aKeyIsReadFromPem() throws Exception {
        for (KeyPair pair : List.of(rsa, ec)) {
            String algorithm = pair == ec ? "ES256" : "RS256";
            JWKSet keys = TokenKeys.parse("-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                    + "\n-----END PUBLIC KEY-----\n");
            String named = signed("\"alg\":\"" + algorithm + "\",\"kid\":\"k1\"", algorithm, pair, GOOD);

            assertThat(verify(ANYONE, named, keys).name()).isEqualTo("ada");
            assertThat(verify(ANYONE, signed(algorithm, pair, GOOD), keys).name())
                    .isEqualTo("ada");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"keys\":1}",
                "{\"keys\":null}",
                "{\"kty\":\"RSA\"}",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"
            })
    void whatIsNoKeyIsSaidToBeNone(String text) {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> TokenKeys.parse(text));
    }

    private static TokenVerifier.Caller verify(Set<String> audiences, String token, KeyPair trusted)
            throws TokenVerifier.InvalidTokenException {
        return verify(audiences, token, TokenKeys.parse(jwk(null, trusted)));
    }

    private static TokenVerifier.Caller verify(Set<String> audiences, String token, JWKSet trusted)
            throws TokenVerifier.InvalidTokenException {
        return new TokenVerifier("us", audiences, new ImmutableJWKSet<>(trusted)).verify(token, NOW);
    }

    private static void refused(Set<String> audiences, String token, KeyPair trusted, String reason) {
        assertThatExceptionOfType(TokenVerifier.InvalidTokenException.class)
                .isThrownBy(() -> verify(audiences, token, trusted))
                .withMessageContaining(reason);
    }

    private static String jwk(@Nullable String id, KeyPair pair) {
        JWK key = pair.getPublic() instanceof RSAPublicKey rsa
                ? new RSAKey.Builder(rsa).keyID(id).build()
                : new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.getPublic())
                        .keyID(id)
                        .build();
        return key.toJSONString();
    }

    private static String signed(String algorithm, KeyPair key, String claims) throws GeneralSecurityException {
        return signed("\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"", algorithm, key, claims);
    }

    private static String signed(String header, String algorithm, KeyPair key, String claims)
            throws GeneralSecurityException {
        String signed = encoded("{" + header + "}") + "." + encoded(claims);
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
