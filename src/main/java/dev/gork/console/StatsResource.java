package dev.gork.console;

import dev.gork.JobClient;
import dev.gork.JobStatus;
import dev.gork.QueueCounts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** How many jobs each queue has in each status. */
@Path("/stats")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class StatsResource {
    @Inject
    JobClient client;

    /** The counts, by queue. */
    @GET
    public JsonObject stats() {
        JsonArrayBuilder queues = JobJson.JSON.createArrayBuilder();
        for (QueueCounts counts : client.counts()) {
            JsonObjectBuilder queue = JobJson.JSON.createObjectBuilder().add("name", counts.queue());
            for (JobStatus status : JobStatus.values()) {
                queue.add(status.word(), counts.count(status));
            }
            queues.add(queue);
        }
        return JobJson.JSON.createObjectBuilder().add("queues", queues).build();
    }
}
