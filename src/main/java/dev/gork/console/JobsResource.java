package dev.gork.console;

import dev.gork.ActionResult;
import dev.gork.BulkResult;
import dev.gork.DuplicateJobException;
import dev.gork.JobAttempt;
import dev.gork.JobClient;
import dev.gork.JobCount;
import dev.gork.JobEdit;
import dev.gork.JobFilter;
import dev.gork.JobPage;
import dev.gork.JobRequest;
import dev.gork.JobSearch;
import dev.gork.JobStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Jobs over HTTP. Who may call what is in web.xml: reading needs gork-viewer, everything else gork-operator. */
@Path("/jobs")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class JobsResource {
    @Inject
    JobClient client;

    @Inject
    Bodies bodies;

    @Inject
    Privacy privacy;

    /** A page of jobs, by their ids from the last: as gork makes ids, the latest enqueued first. */
    @GET
    public JsonObject search(
            @Context UriInfo uri,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") String limit,
            @Context SecurityContext caller) {
        JobFilter filter = FilterParams.of(uri.getQueryParameters());
        privacy.check(filter, caller);
        JobPage page = client.search(new JobSearch(filter, cursor, Limits.of(limit)));
        return JobJson.page(page, job -> privacy.show(job, caller))
                .add("complete", page.complete())
                .build();
    }

    /** How many jobs a filter lets through. */
    @GET
    @Path("/count")
    public JsonObject count(@Context UriInfo uri, @Context SecurityContext caller) {
        JobFilter filter = FilterParams.of(uri.getQueryParameters());
        privacy.check(filter, caller);
        JobCount count = client.count(filter);
        return JobJson.JSON
                .createObjectBuilder()
                .add("count", count.count())
                .add("capped", count.capped())
                .build();
    }

    /** Creates a job from gork's JSON. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(InputStream body, @Context SecurityContext caller, @Context HttpServletRequest http)
            throws IOException {
        JobRequest request = RequestJson.parse(bodies.read(body));
        BulkResult result = client.enqueue(List.of(request));
        if (result.enqueued().isEmpty()) {
            throw new DuplicateJobException(result.duplicates().get(0), request.queue());
        }
        String id = result.enqueued().get(0);
        http.setAttribute(AuditFilter.DETAIL, "'" + id + "' for queue '" + request.queue() + "'");
        return Response.status(201).entity(found(id, caller)).build();
    }

    /** One job. */
    @GET
    @Path("/{id: .+}")
    public Response get(@PathParam("id") String id, @Context SecurityContext caller) {
        return client.get(id)
                .map(job -> Response.ok(privacy.show(job, caller)).build())
                .orElseGet(() -> unknown(id));
    }

    /** Makes a job due now: a scheduled one without further waiting, a finished one once more. */
    @POST
    @Path("/{id: .+}/retry")
    public Response retry(@PathParam("id") String id, @Context SecurityContext caller) {
        return answer(client.runNow(id), "started", caller);
    }

    /** Cancels a job that is not running yet. */
    @DELETE
    @Path("/{id: .+}")
    public Response cancel(@PathParam("id") String id, @Context SecurityContext caller) {
        return answer(client.cancel(id), "canceled", caller);
    }

    /** Changes a job that waits to be run. */
    @PATCH
    @Path("/{id: .+}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response edit(
            @PathParam("id") String id,
            InputStream body,
            @Context SecurityContext caller,
            @Context HttpServletRequest http)
            throws IOException {
        JobEdit edit = RequestJson.parseEdit(bodies.read(body));
        http.setAttribute(AuditFilter.DETAIL, changes(edit));
        return answer(client.edit(id, edit), "changed", caller);
    }

    /** Takes a job out of the table, unless it is running. */
    @POST
    @Path("/{id: .+}/delete")
    public Response delete(@PathParam("id") String id, @Context SecurityContext caller) {
        ActionResult result = client.delete(id);
        return result.done() ? Response.noContent().build() : answer(result, "deleted", caller);
    }

    /** The attempts at a job, the oldest first. */
    @GET
    @Path("/{id: .+}/attempts")
    public Response attempts(@PathParam("id") String id) {
        List<JobAttempt> attempts = client.attempts(id);
        if (attempts.isEmpty() && client.get(id).isEmpty()) {
            return unknown(id);
        }
        JsonArrayBuilder array = JobJson.JSON.createArrayBuilder();
        attempts.forEach(attempt -> array.add(JobJson.of(attempt)));
        return Response.ok(JobJson.JSON
                        .createObjectBuilder()
                        .add("attempts", array)
                        .build())
                .build();
    }

    /** The jobs that a job's handler enqueued. */
    @GET
    @Path("/{id: .+}/children")
    public JsonObject children(
            @PathParam("id") String id,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") String limit,
            @Context SecurityContext caller) {
        return JobJson.page(client.children(id, Limits.of(limit), cursor), job -> privacy.show(job, caller))
                .build();
    }

    /** Without the arguments, which do not belong into a log. */
    private static String changes(JobEdit edit) {
        List<String> changes = new ArrayList<>();
        edit.arguments().ifPresent(arguments -> changes.add("arguments"));
        edit.at().ifPresent(at -> changes.add("scheduled_at=" + at));
        edit.priority().ifPresent(priority -> changes.add("priority=" + priority));
        return String.join(" ", changes);
    }

    private Response answer(ActionResult result, String action, SecurityContext caller) {
        return switch (result.outcome()) {
            case DONE -> Response.ok(found(result.id(), caller)).build();
            case NOT_FOUND -> unknown(result.id());
            case REFUSED -> {
                JobStatus status = Objects.requireNonNull(result.found());
                yield Problems.refused(
                        status,
                        "Job '" + result.id() + "' is " + status.word() + " already, so it cannot be " + action + ".");
            }
        };
    }

    private JsonObject found(String id, SecurityContext caller) {
        return privacy.show(client.get(id).orElseThrow(NotFoundException::new), caller);
    }

    private static Response unknown(String id) {
        return Problems.of(404, "No such job", "There is no job '" + id + "'.");
    }
}
