package dev.gork.console;

import dev.gork.config.Settings;
import dev.gork.store.NodeInfo;
import dev.gork.store.NodeQueries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Who runs jobs. */
@Path("/nodes")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class NodesResource {
    @Inject
    NodeQueries nodes;

    @Inject
    Settings settings;

    /** All nodes, with what they serve and run; those that are gone, for a day. */
    @GET
    public JsonObject all() {
        JsonArrayBuilder array = JobJson.JSON.createArrayBuilder();
        nodes.all(settings.lease()).forEach(node -> array.add(of(node)));
        return JobJson.JSON.createObjectBuilder().add("nodes", array).build();
    }

    private static JsonObject of(NodeInfo node) {
        JsonArrayBuilder queues = JobJson.JSON.createArrayBuilder();
        node.queues()
                .forEach(queue -> queues.add(JobJson.JSON
                        .createObjectBuilder()
                        .add("name", queue.queue())
                        .add("instances", queue.instances())
                        .add("running", queue.running())
                        .add("stuck", queue.stuck())));
        JsonArrayBuilder jobs = JobJson.JSON.createArrayBuilder();
        node.jobs()
                .forEach(job -> jobs.add(JobJson.JSON
                        .createObjectBuilder()
                        .add("id", job.id())
                        .add("queue", job.queue())
                        .add(
                                "started_at",
                                job.startedAt() == null
                                        ? JsonValue.NULL
                                        : JobJson.JSON.createValue(
                                                job.startedAt().toString()))));
        return JobJson.JSON
                .createObjectBuilder()
                .add("id", node.id())
                .add("name", node.name())
                .add("started_at", node.startedAt().toString())
                .add("last_seen_at", node.lastSeenAt().toString())
                .add("alive", node.alive())
                .add("queues", queues)
                .add("jobs", jobs)
                .build();
    }
}
