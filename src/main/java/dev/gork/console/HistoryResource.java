package dev.gork.console;

import dev.gork.store.History;
import dev.gork.store.HistoryQueries;
import dev.gork.store.Texts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** What became of attempts over time. */
@Path("/history")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class HistoryResource {
    @Inject
    HistoryQueries history;

    /** Of one queue, or of all. */
    @GET
    public JsonObject history(
            @QueryParam("queue") @Nullable String queue, @QueryParam("range") @DefaultValue("1h") String range) {
        if (queue != null && Texts.problem(queue) != null) {
            throw new InvalidParameterException("queue", "no queue can have this name");
        }
        return show(history.history(queue == null || queue.isBlank() ? null : queue, range(range)), range);
    }

    private static History.Range range(String word) {
        try {
            return History.Range.of(word);
        } catch (IllegalArgumentException e) {
            throw new InvalidParameterException("range", String.valueOf(e.getMessage()));
        }
    }

    private static JsonObject show(History history, String range) {
        JsonArrayBuilder points = JobJson.JSON.createArrayBuilder();
        history.points()
                .forEach(point -> points.add(JobJson.JSON
                        .createObjectBuilder()
                        .add("at", point.at().toString())
                        .add("completed", point.completed())
                        .add("retried", point.retried())
                        .add("failed", point.failed())
                        .add("wait_p95_ms", point.waitP95Millis())
                        .add("run_p95_ms", point.runP95Millis())));
        return JobJson.JSON
                .createObjectBuilder()
                .add("range", range)
                .add("step_seconds", history.step().toSeconds())
                .add("from", history.from().toString())
                .add("to", history.to().toString())
                .add("points", points)
                .build();
    }
}
