package dev.gork.demo;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** What the demo's page can do beside the API. */
@Path("/demo")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class DemoResource {
    @Inject
    ClientExample example;

    /** Runs the client example; the ids of its jobs. */
    @POST
    @Path("/example")
    public List<String> example() {
        return example.run();
    }
}
