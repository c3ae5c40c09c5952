package dev.gork.console.views;

import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Problem details (RFC 9457): the answer to a request that fails.
 *
 * @param field the field or parameter that cannot be used
 * @param limit the highest value that would do
 * @param jobStatus the status that the job has
 */
@JsonbNillable(false)
@JsonbPropertyOrder({"type", "title", "status", "detail"})
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String field,
        @Nullable Integer limit,
        @Nullable String jobStatus) {
    /** The type of such an answer. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** Returns a problem that its status and text say all about. */
    public static Problem of(int status, String title, String detail) {
        return new Problem("about:blank", title, status, detail, null, null, null);
    }

    /** Adds the field that cannot be used, and the highest value that would do, where there are such. */
    public Problem of(@Nullable String invalidField, @Nullable Integer highest) {
        return new Problem(type, title, status, detail, invalidField, highest, jobStatus);
    }

    /** Adds the status that the job has. */
    public Problem ofJob(String itsStatus) {
        return new Problem(type, title, status, detail, field, limit, itsStatus);
    }

    /** Returns the answer of a resource or a filter of JAX-RS. */
    public Response response() {
        return Response.status(status).type(MEDIA_TYPE).entity(this).build();
    }

    /** Answers a request that JAX-RS does not answer. */
    public void write(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        response.setContentType(MEDIA_TYPE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter().write(ViewJson.of(this));
    }
}
