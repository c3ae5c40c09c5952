package dev.gork.console;

import dev.gork.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads the body of a request, and no more of it than can be of use. */
@ApplicationScoped
class Bodies {
    /** What a body may have beside a job's arguments. */
    private static final int MARGIN = 10_000;

    @Inject
    Settings settings;

    /** @throws BodyTooLargeException if it is longer than any that can be used */
    String read(InputStream body) throws IOException {
        int limit = settings.maxPayloadSize() + MARGIN;
        byte[] bytes = body.readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw new BodyTooLargeException(limit);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
