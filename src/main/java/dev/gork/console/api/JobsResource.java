package dev.gork.console.api;

import dev.gork.ActionResult;
import dev.gork.DuplicateJobException;
import dev.gork.EnqueueResult;
import dev.gork.JobClient;
import dev.gork.JobEdit;
import dev.gork.JobFilter;
import dev.gork.JobRequest;
import dev.gork.JobSearch;
import dev.gork.JobStatus;
import dev.gork.console.security.Roles;
import dev.gork.console.views.AttemptsView;
import dev.gork.console.views.JobCountView;
import dev.gork.console.views.JobPageView;
import dev.gork.console.views.JobView;
import dev.gork.console.views.Problem;
import dev.gork.console.views.Redaction;
import dev.gork.console.web.AuditFilter;
import dev.gork.jobs.Attempts;
import dev.gork.jobs.JobExcerpt;
import dev.gork.jobs.JobQueries;
import dev.gork.payload.Texts;
import dev.gork.search.JobSearches;
import dev.gork.search.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Jobs over HTTP. Who may call what is in web.xml: reading needs gork-viewer, everything else gork-operator. */
@Path("/jobs")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class JobsResource {
    @Inject
    JobClient client;

    @Inject
    JobSearches searches;

    @Inject
    JobQueries queries;

    @Inject
    Attempts attempts;

    @Inject
    RequestBody requestBody;

    @Inject
    Redaction redaction;

    /** A page of jobs, by their ids from the last: as gork makes ids, the latest enqueued first. */
    @GET
    public JobPageView search(
            @Context UriInfo uri,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") String limit,
            @Context SecurityContext caller) {
        JobFilter filter = FilterParams.of(uri.getQueryParameters());
        redaction.check(filter, Roles.isOperator(caller));
        Page<JobExcerpt> page = searches.excerpts(new JobSearch(filter, cursor, PageLimit.of(limit)));
        return show(page, caller);
    }

    /** How many jobs a filter lets through. */
    @GET
    @Path("/count")
    public JobCountView count(@Context UriInfo uri, @Context SecurityContext caller) {
        JobFilter filter = FilterParams.of(uri.getQueryParameters());
        redaction.check(filter, Roles.isOperator(caller));
        return JobCountView.of(client.count(filter));
    }

    /** Creates a job from gork's JSON. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(InputStream body, @Context SecurityContext caller, @Context HttpServletRequest http)
            throws IOException {
        JobRequest request = RequestJson.parse(requestBody.read(body));
        EnqueueResult result = client.enqueue(List.of(request));
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
        return look(id).map(job -> Response.ok(redaction.show(job, Roles.isOperator(caller)))
                        .build())
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
        JobEdit edit = RequestJson.parseEdit(requestBody.read(body));
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

    /** The latest attempts at a job, the last one first, each with its number among all of them. */
    @GET
    @Path("/{id: .+}/attempts")
    public Response attempts(@PathParam("id") String id) {
        Attempts.Latest latest = Texts.problem(id) == null ? attempts.latest(id) : new Attempts.Latest(List.of(), 0);
        if (latest.attempts().isEmpty() && look(id).isEmpty()) {
            return unknown(id);
        }
        return Response.ok(AttemptsView.of(latest)).build();
    }

    /** The jobs that a job's handler enqueued. */
    @GET
    @Path("/{id: .+}/children")
    public JobPageView children(
            @PathParam("id") String id,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") String limit,
            @Context SecurityContext caller) {
        int size = PageLimit.of(limit);
        Page<JobExcerpt> page = Texts.problem(id) == null
                ? searches.childExcerpts(id, size, cursor)
                : new Page<>(List.of(), null, true);
        return show(page, caller);
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
        return switch (result.answer()) {
            case DONE -> Response.ok(found(result.id(), caller)).build();
            case NOT_FOUND -> unknown(result.id());
            case REFUSED -> {
                JobStatus status = Objects.requireNonNull(result.found());
                String detail =
                        "Job '" + result.id() + "' is " + status.word() + " already, so it cannot be " + action + ".";
                yield Problem.of(409, "Not possible now", detail)
                        .ofJob(status.word())
                        .response();
            }
        };
    }

    private JobView found(String id, SecurityContext caller) {
        return redaction.show(look(id).orElseThrow(NotFoundException::new), Roles.isOperator(caller));
    }

    private JobPageView show(Page<JobExcerpt> page, SecurityContext caller) {
        boolean operator = Roles.isOperator(caller);
        return JobPageView.of(page, job -> redaction.show(job, operator));
    }

    private Optional<JobExcerpt> look(String id) {
        return Texts.problem(id) == null ? queries.look(id) : Optional.empty();
    }

    private static Response unknown(String id) {
        return Problem.of(404, "No such job", "There is no job '" + id + "'.").response();
    }
}
