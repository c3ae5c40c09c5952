package dev.gork.console;

import dev.gork.ActionResult;
import dev.gork.BulkResult;
import dev.gork.DuplicateJobException;
import dev.gork.JobClient;
import dev.gork.JobInfo;
import dev.gork.JobPage;
import dev.gork.JobRequest;
import dev.gork.JobSearch;
import dev.gork.JobStatus;
import dev.gork.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Jobs over HTTP. Who may call what is in web.xml: reading needs gork-viewer, everything else gork-operator. */
@Path("/jobs")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class JobsResource {
    /** What a body may have beside the arguments. */
    private static final int BODY_MARGIN = 10_000;

    @Inject
    JobClient client;

    @Inject
    Settings settings;

    /** A page of jobs, by their ids from the last: as gork makes ids, the latest enqueued first. */
    @GET
    public JsonObject search(
            @QueryParam("queue") @Nullable String queue,
            @QueryParam("status") @Nullable String status,
            @QueryParam("q") @Nullable String idPart,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") String limit) {
        JobPage page = client.search(
                new JobSearch(queue, status == null ? null : JobStatus.of(status), idPart, cursor, parse(limit)));
        JsonArrayBuilder jobs = JobJson.JSON.createArrayBuilder();
        page.jobs().forEach(job -> jobs.add(JobJson.of(job)));
        return JobJson.JSON
                .createObjectBuilder()
                .add("jobs", jobs)
                .add("next", page.cursor() == null ? JsonValue.NULL : JobJson.JSON.createValue(page.cursor()))
                .build();
    }

    /** Creates a job from gork's JSON. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(InputStream body) throws IOException {
        int limit = settings.maxPayloadSize() + BODY_MARGIN;
        byte[] bytes = body.readNBytes(limit + 1);
        if (bytes.length > limit) {
            return Problems.of(413, "Too large", "The body is larger than " + limit + " bytes, the limit.");
        }
        JobRequest request = RequestJson.parse(new String(bytes, StandardCharsets.UTF_8));
        BulkResult result = client.enqueue(List.of(request));
        if (result.enqueued().isEmpty()) {
            throw new DuplicateJobException(result.duplicates().get(0), request.queue());
        }
        return Response.status(201).entity(found(result.enqueued().get(0))).build();
    }

    /** One job. */
    @GET
    @Path("/{id: .+}")
    public Response get(@PathParam("id") String id) {
        return client.get(id).map(job -> Response.ok(JobJson.of(job)).build()).orElseGet(() -> unknown(id));
    }

    /** Makes a job due now: a scheduled one without further waiting, a finished one once more. */
    @POST
    @Path("/{id: .+}/retry")
    public Response retry(@PathParam("id") String id) {
        return answer(client.runNow(id), "started");
    }

    /** Cancels a job that is not running yet. */
    @DELETE
    @Path("/{id: .+}")
    public Response cancel(@PathParam("id") String id) {
        return answer(client.cancel(id), "canceled");
    }

    private static int parse(String limit) {
        try {
            return Integer.parseInt(limit);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "limit must be from 1 to " + JobSearch.MAX_LIMIT + ", but was '" + limit + "'", e);
        }
    }

    private Response answer(ActionResult result, String action) {
        return switch (result.outcome()) {
            case DONE -> Response.ok(found(result.id())).build();
            case NOT_FOUND -> unknown(result.id());
            case REFUSED ->
                Problems.of(
                        409,
                        "Not possible now",
                        "Job '" + result.id() + "' is "
                                + Objects.requireNonNull(result.found()).word() + " already, so it cannot be " + action
                                + ".");
        };
    }

    private JsonObject found(String id) {
        JobInfo job = client.get(id).orElseThrow();
        return JobJson.of(job);
    }

    private static Response unknown(String id) {
        return Problems.of(404, "No such job", "There is no job '" + id + "'.");
    }
}
