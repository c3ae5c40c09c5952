package dev.gork.console.api;

import dev.gork.DuplicateJobException;
import dev.gork.InvalidJobRequestException;
import dev.gork.StoreUnavailableException;
import dev.gork.console.views.Problem;
import dev.gork.console.web.InvalidParameterException;
import dev.gork.database.SqlErrors;
import dev.gork.log.SafeLog;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Every error as problem details (RFC 9457). */
@Provider
public class Problems implements ExceptionMapper<Exception> {
    private static final Logger LOG = SafeLog.of(Problems.class);

    @Override
    public Response toResponse(Exception failure) {
        if (failure instanceof RequestBody.TooLargeException tooLarge) {
            return of(tooLarge);
        }
        if (failure instanceof WebApplicationException http) {
            return Response.fromResponse(http.getResponse())
                    .type(Problem.MEDIA_TYPE)
                    .entity(of(http))
                    .build();
        }
        return of(failure).response();
    }

    private static Problem of(Exception failure) {
        if (failure instanceof InvalidJobRequestException invalid) {
            return Problem.of(400, "Invalid job", message(invalid)).of(invalid.field(), null);
        }
        if (failure instanceof DuplicateJobException) {
            return Problem.of(
                    409,
                    "Duplicate job",
                    "A job with this id exists already; choose another id, or leave it out to get a unique one.");
        }
        if (failure instanceof InvalidParameterException invalid) {
            return invalid.problem();
        }
        if (failure instanceof IllegalArgumentException) {
            return Problem.of(400, "Invalid request", message(failure));
        }
        if (failure instanceof StoreUnavailableException) {
            LOG.log(Level.INFO, "A request failed: {0}", failure.getMessage());
            return Problem.of(503, "Database unavailable", SqlErrors.reason(failure));
        }
        if (SqlErrors.isOutage(failure)) {
            LOG.log(Level.INFO, "A request failed: {0}", SqlErrors.message(failure));
            return Problem.of(503, "Database unavailable", "The database does not answer, or not in time; try again.");
        }
        LOG.log(Level.ERROR, "A request failed", failure);
        return Problem.of(500, "Internal error", "The request failed; the server's log has the reason.");
    }

    private static Response of(RequestBody.TooLargeException failure) {
        Problem problem = Problem.of(413, "Too large", message(failure)).of(null, failure.limit());
        return Response.fromResponse(problem.response())
                .header("Connection", "close") // nobody reads the rest
                .build();
    }

    /** Says what JAX-RS itself refuses, with the headers that belong to it, such as the methods that there are. */
    private static Problem of(WebApplicationException http) {
        int status = http.getResponse().getStatus();
        String reason = http.getResponse().getStatusInfo().getReasonPhrase();
        return Problem.of(
                status,
                reason,
                http instanceof ForbiddenException
                        ? message(http)
                        : "The server answered " + status + " " + reason + ".");
    }

    private static String message(Exception failure) {
        return String.valueOf(failure.getMessage());
    }
}
