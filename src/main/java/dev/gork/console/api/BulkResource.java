package dev.gork.console.api;

import dev.gork.BulkAction;
import dev.gork.BulkRequest;
import dev.gork.JobClient;
import dev.gork.JobFilter;
import dev.gork.bulk.BulkTarget;
import dev.gork.console.security.Roles;
import dev.gork.console.views.BulkView;
import dev.gork.console.views.Problem;
import dev.gork.console.views.Redaction;
import dev.gork.console.web.AuditFilter;
import dev.gork.console.web.InvalidParameterException;
import dev.gork.payload.Texts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
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
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** The same action for many jobs, done in the background. */
@Path("/bulk")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class BulkResource {
    private static final Set<String> FIELDS = Set.of("action", "filter", "ids", "all");

    @Inject
    JobClient client;

    @Inject
    RequestBody requestBody;

    @Inject
    Redaction redaction;

    /** Begins one, for all jobs that a filter lets through, or for those that are named. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response start(InputStream body, @Context SecurityContext caller, @Context HttpServletRequest request)
            throws IOException {
        JsonObject json = RequestJson.object(requestBody.readBulk(body));
        RequestJson.refuseUnknown("", json, FIELDS);
        BulkAction bulk = client.startBulk(
                request(action(json), json).by(caller.getUserPrincipal().getName()));
        request.setAttribute(AuditFilter.DETAIL, detail(bulk));
        return Response.accepted(show(bulk, caller)).build();
    }

    /** The latest ones, the last one first. */
    @GET
    public BulkView.Latest latest(@Context SecurityContext caller) {
        return new BulkView.Latest(
                client.bulkActions().stream().map(bulk -> show(bulk, caller)).toList());
    }

    /** One of them. */
    @GET
    @Path("/{id}")
    public Response get(@PathParam("id") String id, @Context SecurityContext caller) {
        return client.bulkAction(id)
                .map(bulk -> Response.ok(show(bulk, caller)).build())
                .orElseGet(() -> unknown(id));
    }

    /** Ends one after its current step. */
    @POST
    @Path("/{id}/stop")
    public Response stop(@PathParam("id") String id, @Context SecurityContext caller) {
        client.stopBulk(id);
        return get(id, caller);
    }

    private static String detail(BulkAction bulk) {
        BulkRequest request = bulk.request();
        return bulk.id() + " " + request.action().word() + " "
                + request.filter()
                        .map(filter -> BulkTarget.toJson(Redaction.withoutArguments(filter))
                                .toString())
                        .orElseGet(() -> request.ids().size() + " jobs");
    }

    private static BulkRequest.Action action(JsonObject json) {
        try {
            return BulkRequest.Action.of(RequestJson.text(json, "action"));
        } catch (IllegalArgumentException e) {
            throw new InvalidParameterException("action", String.valueOf(e.getMessage()));
        }
    }

    private static BulkRequest request(BulkRequest.Action action, JsonObject json) {
        JsonValue filter = json.get("filter");
        JsonValue ids = json.get("ids");
        JsonValue all = json.get("all");
        if (Stream.of(filter, ids, all).filter(Objects::nonNull).count() != 1) {
            throw new InvalidParameterException(
                    "filter", "either a filter, or ids, or \"all\": true say which jobs are meant");
        }
        if (ids != null) {
            return BulkRequest.of(action, ids(ids));
        }
        if (all != null) {
            return BulkRequest.of(action, all(all));
        }
        if (filter instanceof JsonObject conditions && !conditions.isEmpty()) {
            return BulkRequest.of(action, FilterParams.of(conditions));
        }
        throw new InvalidParameterException(
                "filter",
                "it takes a JSON object with at least one condition; \"all\": true in its place means all jobs");
    }

    private static JobFilter all(JsonValue all) {
        if (all != JsonValue.TRUE) {
            throw new InvalidParameterException("all", "it takes true");
        }
        return JobFilter.all();
    }

    private static List<String> ids(JsonValue value) {
        boolean texts = value instanceof JsonArray array && array.stream().allMatch(JsonString.class::isInstance);
        if (!texts || value.asJsonArray().isEmpty() || value.asJsonArray().size() > BulkRequest.MAX_IDS) {
            throw new InvalidParameterException(
                    "ids", "it takes a list of 1 to " + BulkRequest.MAX_IDS + " ids", BulkRequest.MAX_IDS);
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

    private BulkView show(BulkAction bulk, SecurityContext caller) {
        return BulkView.of(
                bulk,
                bulk.request()
                        .filter()
                        .map(filter -> redaction.show(filter, Roles.isOperator(caller)))
                        .orElse(null));
    }

    private static Response unknown(String id) {
        return Problem.of(404, "No such bulk action", "There is no bulk action '" + id + "'.")
                .response();
    }
}
