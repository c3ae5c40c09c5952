package dev.gork.console.api;

import dev.gork.console.web.BodyLimit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads the body of a request, and no more of it than can be of use. */
@ApplicationScoped
class RequestBody {
    @Inject
    BodyLimit limits;

    /** @throws TooLargeException if it is longer than any request for a job */
    String read(InputStream body) throws IOException {
        return read(body, limits.ofJob());
    }

    /** @throws TooLargeException if it is longer than any request for many jobs */
    String readBulk(InputStream body) throws IOException {
        return read(body, limits.ofBulk());
    }

    private static String read(InputStream body, int limit) throws IOException {
        byte[] bytes = body.readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw new TooLargeException(limit);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A request's body is longer than any that can be used. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        private final int limit;

        TooLargeException(int limit) {
            super("The body is larger than " + limit + " bytes, the limit.");
            this.limit = limit;
        }

        int limit() {
            return limit;
        }
    }
}
