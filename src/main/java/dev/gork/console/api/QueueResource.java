package dev.gork.console.api;

import dev.gork.console.web.InvalidParameterException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
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

/** One queue, whatever its name: <code>/queue?name=…</code>, for the reasons of {@link JobResource}. */
@Path("/queue")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class QueueResource {
    @Inject
    QueuesResource queues;

    /** How it stands. */
    @GET
    public Response get(@QueryParam("name") @Nullable String name) {
        return queues.get(given(name));
    }

    /** Pauses it. */
    @POST
    @Path("/pause")
    public Response pause(@QueryParam("name") @Nullable String name, @Context SecurityContext caller) {
        return queues.pause(given(name), caller);
    }

    /** Ends the pause. */
    @POST
    @Path("/resume")
    public Response resume(@QueryParam("name") @Nullable String name) {
        return queues.resume(given(name));
    }

    /** Sets how many of its jobs each node, or one, runs at once. */
    @PUT
    @Path("/instances")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response instances(
            @QueryParam("name") @Nullable String name, InputStream body, @Context HttpServletRequest request)
            throws IOException {
        return queues.instances(given(name), body, request);
    }

    private static String given(@Nullable String name) {
        if (name == null) {
            throw new InvalidParameterException("name", "it says which queue is meant");
        }
        return name;
    }
}
