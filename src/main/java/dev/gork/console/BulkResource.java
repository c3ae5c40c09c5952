package dev.gork.console;

import dev.gork.JobFilter;
import dev.gork.store.Bulk;
import dev.gork.store.BulkAction;
import dev.gork.store.BulkStore;
import dev.gork.store.BulkTarget;
import dev.gork.store.BulkWaiting;
import dev.gork.store.Texts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The same action for many jobs, done in the background. */
@Path("/bulk")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class BulkResource {
    /** As many jobs as can be named. */
    static final int MAX_IDS = 1000;

    private static final Set<String> FIELDS = Set.of("action", "filter", "ids");

    @Inject
    BulkStore bulks;

    @Inject
    Bodies bodies;

    @Inject
    Privacy privacy;

    @Inject
    Event<BulkWaiting> waiting;

    /** Begins one, for all jobs that a filter lets through, or for those that are named. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response start(InputStream body, @Context SecurityContext caller, @Context HttpServletRequest request)
            throws IOException {
        JsonObject json = RequestJson.object(bodies.read(body));
        RequestJson.refuseUnknown("", json, FIELDS);
        BulkAction action = action(json);
        Bulk bulk = bulks.start(action, target(json), caller.getUserPrincipal().getName());
        waiting.fire(new BulkWaiting(false));
        request.setAttribute(AuditFilter.DETAIL, detail(bulk));
        return Response.accepted(show(bulk, caller)).build();
    }

    /** The latest ones, the last one first. */
    @GET
    public JsonObject latest(@Context SecurityContext caller) {
        JsonArrayBuilder array = JobJson.JSON.createArrayBuilder();
        bulks.latest().forEach(bulk -> array.add(show(bulk, caller)));
        return JobJson.JSON.createObjectBuilder().add("bulks", array).build();
    }

    /** One of them. */
    @GET
    @Path("/{id}")
    public Response get(@PathParam("id") String id, @Context SecurityContext caller) {
        return bulks.get(id)
                .map(bulk -> Response.ok(show(bulk, caller)).build())
                .orElseGet(() -> unknown(id));
    }

    /** Ends one after its current step. */
    @POST
    @Path("/{id}/stop")
    public Response stop(@PathParam("id") String id, @Context SecurityContext caller) {
        bulks.stop(id);
        return get(id, caller);
    }

    private static String detail(Bulk bulk) {
        JobFilter filter = bulk.target().filter();
        return bulk.id() + " " + bulk.action().word() + " "
                + (filter == null
                        ? bulk.target().ids().size() + " jobs"
                        : BulkTarget.toJson(Privacy.withoutArguments(filter)));
    }

    private static BulkAction action(JsonObject json) {
        try {
            return BulkAction.of(RequestJson.text(json, "action"));
        } catch (IllegalArgumentException e) {
            throw new InvalidParameterException("action", String.valueOf(e.getMessage()));
        }
    }

    private static BulkTarget target(JsonObject json) {
        JsonValue filter = json.get("filter");
        JsonValue ids = json.get("ids");
        if ((filter == null) == (ids == null)) {
            throw new InvalidParameterException("filter", "either a filter or ids say which jobs are meant");
        }
        if (ids != null) {
            return BulkTarget.of(ids(ids));
        }
        if (filter instanceof JsonObject conditions) {
            return BulkTarget.of(FilterParams.of(conditions));
        }
        throw new InvalidParameterException("filter", "it takes a JSON object");
    }

    private static List<String> ids(JsonValue value) {
        boolean texts = value instanceof JsonArray array && array.stream().allMatch(JsonString.class::isInstance);
        if (!texts || value.asJsonArray().isEmpty() || value.asJsonArray().size() > MAX_IDS) {
            throw new InvalidParameterException("ids", "it takes a list of 1 to " + MAX_IDS + " ids", MAX_IDS);
        }
        List<String> ids = value.asJsonArray().getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .distinct()
                .toList();
        if (ids.stream().anyMatch(id -> Texts.problem(id) != null)) {
            throw new InvalidParameterException("ids", "no job can have one of these ids");
        }
        return ids;
    }

    private JsonObject show(Bulk bulk, SecurityContext caller) {
        JobFilter filter = bulk.target().filter();
        return JobJson.JSON
                .createObjectBuilder()
                .add("id", bulk.id())
                .add("action", bulk.action().word())
                .add("filter", filter == null ? JsonValue.NULL : BulkTarget.toJson(privacy.show(filter, caller)))
                .add("state", bulk.state().word())
                .add("done", bulk.done())
                .add("skipped", bulk.skipped())
                .add("error", text(bulk.error()))
                .add("started_by", bulk.startedBy())
                .add("started_at", bulk.startedAt().toString())
                .add(
                        "ended_at",
                        text(bulk.endedAt() == null ? null : bulk.endedAt().toString()))
                .build();
    }

    private static JsonValue text(@Nullable String value) {
        return value == null ? JsonValue.NULL : JobJson.JSON.createValue(value);
    }

    private static Response unknown(String id) {
        return Problems.of(404, "No such bulk action", "There is no bulk action '" + id + "'.");
    }
}
