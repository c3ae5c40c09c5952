package dev.gork.console.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEProcessor;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Verifier of signed JSON Web Tokens (RFC 7519) as MicroProfile JWT describes them: RS256 or ES256, by a trusted key, from
 * the configured issuer, within their time. The signature and the choice of the key are the library's work; the claims are
 * checked here, since the library reads times that overflow as other times.
 */
final class TokenVerifier {
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);
    private static final int MIN_RSA_BITS = 2048;

    /** How far clocks may be apart. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    /** The year 9999: a larger number is not in seconds. */
    private static final double MAX_SECONDS = 253_402_300_799.0;

    private static final int MAX_LENGTH = 16_000;

    private final String issuer;
    private final Set<String> audiences;
    private final DefaultJOSEProcessor<SecurityContext> processor = new DefaultJOSEProcessor<>();

    /** A bearer token cannot be believed; the message says why, and nothing of what is in it. */
    static final class InvalidTokenException extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidTokenException(String reason) {
            super(reason);
        }
    }

    /** The bearer that a token names. */
    record Caller(String name, Set<String> groups) {}

    /**
     * @param issuer who must have issued a token
     * @param audiences of which a token must name one; none if any will do
     * @param keys the keys that a token may be signed with
     */
    TokenVerifier(String issuer, Set<String> audiences, JWKSource<SecurityContext> keys) {
        this.issuer = issuer;
        this.audiences = audiences;
        processor.setJWSKeySelector(new TrustedKeys(keys));
        processor.setJWSTypeVerifier((type, context) -> {}); // issuers write JWT, at+jwt or nothing
    }

    Caller verify(String token, Instant now) throws InvalidTokenException {
        Map<String, Object> claims = claims(signed(token));
        check(claims, now);
        return new Caller(name(claims), texts(claims.get("groups")).collect(Collectors.toUnmodifiableSet()));
    }

    private static JWSObject signed(String token) throws InvalidTokenException {
        try {
            if (token.length() > MAX_LENGTH) {
                throw new InvalidTokenException("The token is no signed JSON Web Token.");
            }
            if (JOSEObject.parse(token) instanceof JWSObject jws
                    && ALGORITHMS.contains(jws.getHeader().getAlgorithm())
                    && jws.getHeader().getCriticalParams() == null) {
                return jws;
            }
            throw new InvalidTokenException("The token is not signed with RS256 or ES256 alone.");
        } catch (ParseException e) {
            throw new InvalidTokenException("The token is no signed JSON Web Token.");
        }
    }

    private Map<String, Object> claims(JWSObject token) throws InvalidTokenException {
        try {
            Map<String, Object> claims = processor.process(token, null).toJSONObject();
            if (claims != null) {
                return claims;
            }
            throw new InvalidTokenException("The token is no signed JSON Web Token.");
        } catch (BadJOSEException | JOSEException e) {
            throw new InvalidTokenException("The token's signature is not by a key that is trusted.");
        }
    }

    private void check(Map<String, Object> claims, Instant now) throws InvalidTokenException {
        if (!issuer.equals(claims.get("iss"))) {
            throw new InvalidTokenException("The token is from another issuer.");
        }
        if (!audiences.isEmpty() && texts(claims.get("aud")).noneMatch(audiences::contains)) {
            throw new InvalidTokenException("The token is for another audience.");
        }
        Instant expires = time(claims, "exp");
        if (expires == null || !expires.isAfter(now.minus(SKEW))) {
            throw new InvalidTokenException("The token has expired, or does not say when it does.");
        }
        for (String begin : new String[] {"nbf", "iat"}) {
            Instant from = time(claims, begin);
            if (from != null && from.isAfter(now.plus(SKEW))) {
                throw new InvalidTokenException("The token is not valid yet.");
            }
        }
    }

    private static String name(Map<String, Object> claims) throws InvalidTokenException {
        for (String claim : new String[] {"upn", "preferred_username", "sub"}) {
            if (claims.get(claim) instanceof String name && !name.isBlank()) {
                return name;
            }
        }
        throw new InvalidTokenException("The token does not say whose it is.");
    }

    /** Reads seconds since 1970, with a fraction or without (RFC 7519, "NumericDate"); null if the claim is missing. */
    private static @Nullable Instant time(Map<String, Object> claims, String name) throws InvalidTokenException {
        if (!claims.containsKey(name)) {
            return null;
        }
        double seconds = claims.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
        if (Math.abs(seconds) <= MAX_SECONDS) {
            return Instant.ofEpochMilli(Math.round(seconds * 1000));
        }
        throw new InvalidTokenException("The token's '" + name + "' is no time.");
    }

    /** Returns one text, or the texts in a list. */
    private static Stream<String> texts(@Nullable Object value) {
        Stream<?> values = value instanceof Collection<?> list ? list.stream() : Stream.ofNullable(value);
        return values.filter(String.class::isInstance).map(String.class::cast);
    }

    /** The keys strong enough for a token; one without an id, as PEM is, serves tokens that name any. */
    private static final class TrustedKeys extends JWSVerificationKeySelector<SecurityContext> {
        TrustedKeys(JWKSource<SecurityContext> keys) {
            super(ALGORITHMS, keys);
        }

        @Override
        protected @Nullable JWKMatcher createJWKMatcher(JWSHeader header) {
            JWKMatcher matcher = super.createJWKMatcher(header);
            if (matcher == null) {
                return null;
            }
            JWKMatcher.Builder builder = new JWKMatcher.Builder(matcher);
            if (header.getKeyID() != null) {
                builder.keyIDs(header.getKeyID(), null);
            }
            return header.getAlgorithm().equals(JWSAlgorithm.RS256)
                    ? builder.minKeySize(MIN_RSA_BITS).build()
                    : builder.build();
        }
    }
}
