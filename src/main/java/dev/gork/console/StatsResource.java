package dev.gork.console;

import dev.gork.JobClient;
import dev.gork.JobStatus;
import dev.gork.QueueCounts;
import dev.gork.config.Settings;
import dev.gork.store.NodeInfo;
import dev.gork.store.NodeQueries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** gork's own statistics: how many jobs each queue has in each status, and who works on them. */
@Path("/stats")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class StatsResource {
    @Inject
    JobClient client;

    @Inject
    NodeQueries nodes;

    @Inject
    Settings settings;

    /** The counts, by queue. */
    @GET
    public JsonObject stats() {
        List<NodeInfo> known = nodes.nodes(settings.lease());
        JsonArrayBuilder queues = JobJson.JSON.createArrayBuilder();
        for (QueueCounts counts : client.counts()) {
            JsonObjectBuilder queue = JobJson.JSON.createObjectBuilder().add("name", counts.queue());
            for (JobStatus status : JobStatus.values()) {
                queue.add(status.word(), counts.count(status));
            }
            queues.add(queue.add("workers", workers(counts.queue(), known)));
        }
        return JobJson.JSON.createObjectBuilder().add("queues", queues).build();
    }

    private static JsonArrayBuilder workers(String queue, List<NodeInfo> known) {
        JsonArrayBuilder workers = JobJson.JSON.createArrayBuilder();
        known.stream()
                .filter(node ->
                        node.queues().stream().anyMatch(each -> each.queue().equals(queue)))
                .forEach(node -> workers.add(JobJson.JSON
                        .createObjectBuilder()
                        .add("id", node.id())
                        .add("last_seen_at", node.lastSeenAt().toString())));
        return workers;
    }
}
