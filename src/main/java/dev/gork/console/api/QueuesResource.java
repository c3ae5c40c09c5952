package dev.gork.console.api;

import dev.gork.JobClient;
import dev.gork.QueueOverrides;
import dev.gork.console.views.Problem;
import dev.gork.console.views.QueueView;
import dev.gork.console.views.QueueViews;
import dev.gork.console.web.AuditFilter;
import dev.gork.console.web.InvalidParameterException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalInt;
import java.util.Set;

/** Queues: how they stand, and what people set for them while they run. */
@Path("/queues")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class QueuesResource {
    private static final Set<String> INSTANCES = Set.of("instances", "node");

    @Inject
    JobClient client;

    @Inject
    QueueViews queues;

    @Inject
    RequestBody requestBody;

    /** All queues, by name, or those that have this in their names. */
    @GET
    public QueueView.Listing all(@QueryParam("q") @DefaultValue("") String part) {
        return queues.all(part);
    }

    /** One queue. */
    @GET
    @Path("/{name: .+}")
    public Response get(@PathParam("name") String name) {
        return answer(name);
    }

    /** Begins none of its jobs on any node; those that run end as usual. */
    @POST
    @Path("/{name: .+}/pause")
    public Response pause(@PathParam("name") String name, @Context SecurityContext caller) {
        client.pause(name, caller.getUserPrincipal().getName());
        return answer(name);
    }

    /** Ends the pause. */
    @POST
    @Path("/{name: .+}/resume")
    public Response resume(@PathParam("name") String name) {
        boolean resumed = client.resume(name);
        return resumed ? known(name) : answer(name);
    }

    /** Sets how many of its jobs each node, or one, runs at once. */
    @PUT
    @Path("/{name: .+}/instances")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response instances(@PathParam("name") String name, InputStream body, @Context HttpServletRequest request)
            throws IOException {
        JsonObject json = RequestJson.object(requestBody.read(body));
        RequestJson.refuseUnknown("", json, INSTANCES);
        if (!json.containsKey("instances")) {
            throw new InvalidParameterException("instances", "it takes a whole number, or null for the setting");
        }
        OptionalInt instances = RequestJson.given(json, "instances")
                ? OptionalInt.of((int) RequestJson.number(json, "instances", 0, QueueOverrides.MAX_INSTANCES))
                : OptionalInt.empty();
        client.instances(name, instances, RequestJson.given(json, "node") ? RequestJson.text(json, "node") : null);
        request.setAttribute(AuditFilter.DETAIL, json);
        return known(name);
    }

    /** A queue that something was done to is one, also if nothing is left of it that would list it. */
    private Response known(String name) {
        return Response.ok(queues.one(name).orElseGet(() -> queues.idle(name))).build();
    }

    private Response answer(String name) {
        return queues.one(name)
                .map(queue -> Response.ok(queue).build())
                .orElseGet(() -> Problem.of(404, "No such queue", "There is no queue '" + name + "'.")
                        .response());
    }
}
