package dev.gork.console.api;

import dev.gork.JobClient;
import dev.gork.console.views.NodesView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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
    JobClient client;

    /** All nodes, with what they serve and run; those that are gone, for a day. */
    @GET
    public NodesView all() {
        return NodesView.of(client.nodes());
    }
}
