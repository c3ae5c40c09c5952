package dev.gork.console;

import dev.gork.DuplicateJobException;
import dev.gork.InvalidJobRequestException;
import dev.gork.JobStatus;
import dev.gork.StoreUnavailableException;
import dev.gork.store.SqlErrors;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;

/** Every error as problem details (RFC 9457). */
@Provider
public class Problems implements ExceptionMapper<Exception> {
    private static final Logger LOG = System.getLogger(Problems.class.getName());
    static final String MEDIA_TYPE = "application/problem+json";

    @Override
    public Response toResponse(Exception failure) {
        if (failure instanceof InvalidJobRequestException invalid) {
            JsonObjectBuilder body = body(400, "Invalid job", message(invalid)).add("field", invalid.field());
            return Response.status(400).type(MEDIA_TYPE).entity(body.build()).build();
        }
        if (failure instanceof DuplicateJobException) {
            return of(
                    409,
                    "Duplicate job",
                    "A job with this id exists already; choose another id, or leave it out to get a unique one.");
        }
        if (failure instanceof BodyTooLargeException tooLarge) {
            return of(tooLarge);
        }
        if (failure instanceof InvalidParameterException invalid) {
            return of(invalid);
        }
        if (failure instanceof IllegalArgumentException) {
            return of(400, "Invalid request", message(failure));
        }
        if (failure instanceof StoreUnavailableException) {
            return of(503, "Database unavailable", message(failure));
        }
        if (failure instanceof WebApplicationException http) {
            return of(http);
        }
        if (SqlErrors.isOutage(failure)) {
            LOG.log(Level.INFO, "A request failed: {0}", SqlErrors.message(failure));
            return of(503, "Database unavailable", "The database does not answer, or not in time; try again.");
        }
        LOG.log(Level.ERROR, "A request failed", failure);
        return of(500, "Internal error", "The request failed; the server's log has the reason.");
    }

    private static Response of(BodyTooLargeException failure) {
        return Response.status(413)
                .type(MEDIA_TYPE)
                .entity(body(413, "Too large", message(failure))
                        .add("limit", failure.limit())
                        .build())
                .build();
    }

    private static Response of(InvalidParameterException invalid) {
        return Response.status(400)
                .type(MEDIA_TYPE)
                .entity(body(invalid).build())
                .build();
    }

    static JsonObjectBuilder body(InvalidParameterException invalid) {
        JsonObjectBuilder body = body(400, "Invalid request", message(invalid)).add("field", invalid.field());
        return invalid.limit() == null ? body : body.add("limit", invalid.limit());
    }

    /** Where JAX-RS does not answer. */
    static void write(HttpServletResponse response, JsonObjectBuilder problem) throws IOException {
        JsonObject body = problem.build();
        response.setStatus(body.getInt("status"));
        response.setContentType(MEDIA_TYPE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter().write(body.toString());
    }

    /** What JAX-RS itself refuses, with the headers that belong to it, such as the methods that there are. */
    private static Response of(WebApplicationException http) {
        int status = http.getResponse().getStatus();
        String reason = http.getResponse().getStatusInfo().getReasonPhrase();
        String detail = http instanceof ForbiddenException
                ? message(http)
                : "The server answered " + status + " " + reason + ".";
        return Response.fromResponse(http.getResponse())
                .type(MEDIA_TYPE)
                .entity(body(status, reason, detail).build())
                .build();
    }

    private static String message(Exception failure) {
        return String.valueOf(failure.getMessage());
    }

    /** With the status that the job has. */
    static Response refused(JobStatus status, String detail) {
        return Response.status(409)
                .type(MEDIA_TYPE)
                .entity(body(409, "Not possible now", detail)
                        .add("job_status", status.word())
                        .build())
                .build();
    }

    static Response of(int status, String title, String detail) {
        return Response.status(status)
                .type(MEDIA_TYPE)
                .entity(body(status, title, detail).build())
                .build();
    }

    static JsonObjectBuilder body(int status, String title, String detail) {
        return JobJson.JSON
                .createObjectBuilder()
                .add("type", "about:blank")
                .add("title", title)
                .add("status", status)
                .add("detail", detail);
    }
}
