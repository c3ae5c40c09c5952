package dev.gork.console.api;

import dev.gork.console.views.JobPageView;
import dev.gork.console.web.InvalidParameterException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * One job, whatever its id: <code>/job?id=…</code>. In a path, servers and proxies refuse, decode or shorten what is in an
 * id, such as <code>orders/17</code> or <code>..</code>, and <code>/jobs/count</code> is no job; in a query, none of that
 * happens.
 */
@Path("/job")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class JobResource {
    @Inject
    JobsResource jobs;

    /** One job. */
    @GET
    public Response get(@QueryParam("id") @Nullable String id, @Context SecurityContext caller) {
        return jobs.get(given(id), caller);
    }

    /** Makes it due now. */
    @POST
    @Path("/retry")
    public Response retry(@QueryParam("id") @Nullable String id, @Context SecurityContext caller) {
        return jobs.retry(given(id), caller);
    }

    /** Cancels it. */
    @DELETE
    public Response cancel(@QueryParam("id") @Nullable String id, @Context SecurityContext caller) {
        return jobs.cancel(given(id), caller);
    }

    /** Changes it. */
    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    public Response edit(
            @QueryParam("id") @Nullable String id,
            InputStream body,
            @Context SecurityContext caller,
            @Context HttpServletRequest http)
            throws IOException {
        return jobs.edit(given(id), body, caller, http);
    }

    /** Deletes it. */
    @POST
    @Path("/delete")
    public Response delete(@QueryParam("id") @Nullable String id, @Context SecurityContext caller) {
        return jobs.delete(given(id), caller);
    }

    /** The attempts at it. */
    @GET
    @Path("/attempts")
    public Response attempts(@QueryParam("id") @Nullable String id) {
        return jobs.attempts(given(id));
    }

    /** The jobs that its handler enqueued. */
    @GET
    @Path("/children")
    public JobPageView children(
            @QueryParam("id") @Nullable String id,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") String limit,
            @Context SecurityContext caller) {
        return jobs.children(given(id), cursor, limit, caller);
    }

    private static String given(@Nullable String id) {
        if (id == null) {
            throw new InvalidParameterException("id", "it says which job is meant");
        }
        return id;
    }
}
