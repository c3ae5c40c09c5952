package dev.gork.console.security;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a signed JSON Web Token (RFC 7519) as MicroProfile JWT says: RS256 or ES256, by a key that the configuration
 * trusts, from the issuer it names, in its time.
 *
 * @param issuer who must have issued it
 * @param audiences of which it must name one; none if it does not matter
 */
record TokenVerifier(String issuer, Set<String> audiences) {
    private static final Map<String, String> ALGORITHMS =
            Map.of("RS256", "SHA256withRSA", "ES256", "SHA256withECDSAinP1363Format");

    /** How far clocks may be apart. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    private static final int MAX_LENGTH = 16_000;
    private static final int PARTS = 3;

    /** Whose token it is. */
    record Caller(String name, Set<String> groups) {}

    /** Where the keys are. */
    @FunctionalInterface
    interface Keys {
        /** @throws InvalidTokenException if there is no such key */
        PublicKey find(String algorithm, @Nullable String id) throws InvalidTokenException;
    }

    Caller verify(String token, Keys keys, Instant now) throws InvalidTokenException {
        String[] parts = token.split("\\.", -1);
        if (token.length() > MAX_LENGTH || parts.length != PARTS) {
            throw new InvalidTokenException("The token is no signed JSON Web Token.");
        }
        JsonObject header = object(parts[0]);
        String algorithm = text(header, "alg");
        if (algorithm == null || !ALGORITHMS.containsKey(algorithm) || header.containsKey("crit")) {
            throw new InvalidTokenException("The token is not signed with RS256 or ES256 alone.");
        }
        PublicKey key = keys.find(algorithm, text(header, "kid"));
        if (!isSigned(ALGORITHMS.get(algorithm), key, parts)) {
            throw new InvalidTokenException("The token's signature is not by a key that is trusted.");
        }
        JsonObject claims = object(parts[1]);
        check(claims, now);
        return new Caller(name(claims), texts(claims.get("groups")).collect(Collectors.toUnmodifiableSet()));
    }

    private void check(JsonObject claims, Instant now) throws InvalidTokenException {
        if (!issuer.equals(text(claims, "iss"))) {
            throw new InvalidTokenException("The token is from another issuer.");
        }
        if (!audiences.isEmpty() && texts(claims.get("aud")).noneMatch(audiences::contains)) {
            throw new InvalidTokenException("The token is for another audience.");
        }
        Instant expires = time(claims, "exp");
        if (expires == null || !expires.plus(SKEW).isAfter(now)) {
            throw new InvalidTokenException("The token has expired, or does not say when it does.");
        }
        for (String begin : new String[] {"nbf", "iat"}) {
            Instant from = time(claims, begin);
            if (from != null && from.minus(SKEW).isAfter(now)) {
                throw new InvalidTokenException("The token is not valid yet.");
            }
        }
    }

    private static boolean isSigned(String algorithm, PublicKey key, String[] parts) throws InvalidTokenException {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initVerify(key);
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(bytes(parts[2]));
        } catch (GeneralSecurityException e) { // a signature of the wrong length, or a key of another kind
            return false;
        }
    }

    private static String name(JsonObject claims) throws InvalidTokenException {
        for (String claim : new String[] {"upn", "preferred_username", "sub"}) {
            String name = text(claims, claim);
            if (name != null && !name.isBlank()) {
                return name;
            }
        }
        throw new InvalidTokenException("The token does not say whose it is.");
    }

    private static JsonObject object(String part) throws InvalidTokenException {
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(bytes(part)))) {
            return reader.readObject();
        } catch (JsonException | StackOverflowError e) {
            throw new InvalidTokenException("The token is no signed JSON Web Token.");
        }
    }

    private static byte[] bytes(String part) throws InvalidTokenException {
        try {
            return Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException e) {
            throw new InvalidTokenException("The token is no signed JSON Web Token.");
        }
    }

    private static @Nullable String text(JsonObject json, String name) {
        return json.get(name) instanceof JsonString text ? text.getString() : null;
    }

    private static @Nullable Instant time(JsonObject claims, String name) {
        return claims.get(name) instanceof JsonNumber number ? Instant.ofEpochSecond(number.longValue()) : null;
    }

    /** One text, or a list of them. */
    private static Stream<String> texts(@Nullable JsonValue value) {
        Stream<? extends JsonValue> values =
                value instanceof JsonArray array ? array.stream() : Stream.ofNullable(value);
        return values.filter(JsonString.class::isInstance).map(each -> ((JsonString) each).getString());
    }
}
