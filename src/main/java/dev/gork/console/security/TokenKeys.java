package dev.gork.console.security;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.gork.log.SafeLog;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * The keys that bearer tokens may be signed with, by MicroProfile JWT's settings: <code>mp.jwt.verify.publickey</code>,
 * or what is at <code>mp.jwt.verify.publickey.location</code>, a URL, file or resource, which is read again now and then,
 * and when a token names an unknown key. Keys are in PEM, or JSON Web Keys (RFC 7517), alone or in a set.
 */
final class TokenKeys {
    private static final Logger LOG = SafeLog.of(TokenKeys.class);
    private static final Duration FRESH = Duration.ofMinutes(10);

    /** Callers who make up ids of keys must not have the location asked each time; twice within this at most. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private static final int TIMEOUT_MILLIS = 5000;
    private static final int MAX_BYTES = 1_000_000;

    private TokenKeys() {}

    /** Returns the configured keys; empty if none are. */
    static Optional<JWKSource<SecurityContext>> of(Config config) {
        Optional<String> key = config.getOptionalValue("mp.jwt.verify.publickey", String.class);
        return key.isPresent()
                ? Optional.of(new ImmutableJWKSet<>(parse(key.get())))
                : config.getOptionalValue("mp.jwt.verify.publickey.location", String.class)
                        .map(location -> at(location, FRESH, PAUSE));
    }

    /** Reads on the caller's thread, and keeps the keys it knows while the location does not answer. */
    static JWKSource<SecurityContext> at(String location, Duration fresh, Duration pause) {
        return JWKSourceBuilder.create(new Location(location))
                .cache(fresh.toMillis(), 2L * TIMEOUT_MILLIS)
                .refreshAheadCache(false)
                .rateLimited(pause.toMillis())
                .outageTolerantForever()
                .build();
    }

    /** @throws IllegalArgumentException if the text holds neither a key in PEM nor JSON Web Keys */
    static JWKSet parse(String text) {
        try {
            return new JWKSet(text.contains("-----BEGIN") ? List.of(pem(text)) : jwks(text));
        } catch (GeneralSecurityException | ParseException e) {
            throw new IllegalArgumentException("neither a public key in PEM nor a JSON Web Key: " + e.getMessage(), e);
        }
    }

    /** Reads PEM, for which the library needs another one. */
    private static JWK pem(String text) throws GeneralSecurityException {
        byte[] bytes = Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
        X509EncodedKeySpec spec = new X509EncodedKeySpec(bytes);
        try {
            return new RSAKey.Builder(
                            (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec))
                    .build();
        } catch (GeneralSecurityException e) {
            ECPublicKey key = (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(spec);
            return new ECKey.Builder(Curve.forECParameterSpec(key.getParams()), key).build();
        }
    }

    /** Reads a key, or a set key by key: one that is not understood does not cost the others (RFC 7517, section 5). */
    private static List<JWK> jwks(String text) throws ParseException {
        Map<String, Object> json = JSONObjectUtils.parse(text);
        if (!json.containsKey("keys")) {
            return List.of(JWK.parse(json));
        }
        Map<String, Object>[] set = JSONObjectUtils.getJSONObjectArray(json, "keys");
        if (set == null) {
            throw new ParseException("\"keys\" is null", 0);
        }
        List<JWK> keys = new ArrayList<>();
        for (Map<String, Object> each : set) {
            try {
                keys.add(JWK.parse(each));
            } catch (ParseException e) {
                LOG.log(Level.DEBUG, "A JSON Web Key in the set is not understood", e);
            }
        }
        return keys;
    }

    /** The keys at a location, read each time it is asked. */
    private record Location(String location) implements JWKSetSource<SecurityContext> {
        @Override
        public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator refresh, long now, @Nullable SecurityContext context)
                throws JWKSetRetrievalException {
            try {
                return parse(read());
            } catch (IOException | IllegalArgumentException e) {
                String message = "The keys at mp.jwt.verify.publickey.location, " + location + ", are unreadable";
                LOG.log(Level.WARNING, message, e);
                throw new JWKSetRetrievalException(message, e);
            }
        }

        private String read() throws IOException {
            URI uri = URI.create(location);
            if (uri.getScheme() != null) {
                return new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_BYTES)
                        .retrieveResource(uri.toURL())
                        .getContent();
            }
            ClassLoader application = Thread.currentThread().getContextClassLoader();
            String name = location.startsWith("/") ? location.substring(1) : location;
            try (InputStream resource = application.getResourceAsStream(name)) {
                if (resource == null) {
                    throw new FileNotFoundException("no such resource in the application");
                }
                return new String(resource.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
            }
        }

        @Override
        public void close() {}
    }
}
