package dev.gork.console.api;

import dev.gork.JobClient;
import dev.gork.NodeInfo;
import dev.gork.QueueCounts;
import dev.gork.config.Settings;
import dev.gork.console.views.StatsView;
import dev.gork.nodes.NodeQueries;
import dev.gork.stats.QueueQueries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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
    public StatsView stats() {
        List<NodeInfo> known = nodes.nodes(settings.lease());
        List<QueueCounts> all = client.counts();
        return new StatsView(
                all.stream()
                        .map(counts -> StatsView.QueueCount.of(counts, known))
                        .toList(),
                all.size() < QueueQueries.MAX_QUEUES);
    }
}
