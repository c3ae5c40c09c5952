package dev.gork.console.security;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * The keys that bearer tokens may be signed with, by MicroProfile JWT's settings: <code>mp.jwt.verify.publickey</code>,
 * or what is at <code>mp.jwt.verify.publickey.location</code>, a URL, file or resource, which is read again now and then,
 * and when a token names a key that is not known.
 */
@ApplicationScoped
class TokenKeys implements TokenVerifier.Keys {
    private static final Logger LOG = System.getLogger(TokenKeys.class.getName());
    private static final Duration FRESH = Duration.ofMinutes(10);

    /** Whoever makes up ids of keys must not have the location asked each time. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private static final int TIMEOUT_MILLIS = 5000;
    private static final int MAX_BYTES = 1_000_000;

    private @Nullable String location;
    private KeySet keys = new KeySet(List.of());
    private boolean fixed;
    private long readAt = System.nanoTime() - FRESH.toNanos();

    @PostConstruct
    void configure() {
        Config config = ConfigProvider.getConfig();
        Optional<String> key = config.getOptionalValue("mp.jwt.verify.publickey", String.class);
        if (key.isPresent()) {
            fixed = true;
            keys = KeySet.parse(key.get());
        }
        location = config.getOptionalValue("mp.jwt.verify.publickey.location", String.class)
                .orElse(null);
    }

    boolean configured() {
        return fixed || location != null;
    }

    @Override
    public synchronized PublicKey find(String algorithm, @Nullable String id) throws InvalidTokenException {
        if (!fixed && age() >= FRESH.toNanos()) {
            read();
        }
        Optional<PublicKey> key = keys.find(algorithm, id);
        if (key.isEmpty() && !fixed && age() >= PAUSE.toNanos()) {
            read();
            key = keys.find(algorithm, id);
        }
        return key.orElseThrow(
                () -> new InvalidTokenException("The token's signature is not by a key that is trusted."));
    }

    private long age() {
        return System.nanoTime() - readAt;
    }

    /** What was known before is kept if the location does not answer. */
    private void read() {
        readAt = System.nanoTime();
        try (InputStream in = open(String.valueOf(location))) {
            keys = KeySet.parse(new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException e) {
            LOG.log(Level.WARNING, "The keys at mp.jwt.verify.publickey.location, " + location + ", are unreadable", e);
        }
    }

    private static InputStream open(String location) throws IOException {
        URI uri = URI.create(location);
        if (uri.getScheme() != null) {
            URLConnection connection = uri.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            return connection.getInputStream();
        }
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        InputStream resource =
                application.getResourceAsStream(location.startsWith("/") ? location.substring(1) : location);
        if (resource == null) {
            throw new FileNotFoundException("no such resource in the application");
        }
        return resource;
    }
}
