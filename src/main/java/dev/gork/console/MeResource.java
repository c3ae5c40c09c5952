package dev.gork.console;

import dev.gork.config.Settings;
import dev.gork.console.security.Roles;
import dev.gork.store.NodeStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;

/** Who is signed in, and to what. */
@Path("/me")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class MeResource {
    @Inject
    NodeStore nodes;

    @Inject
    Settings settings;

    /** Name and role, the database and its time, and how many nodes run jobs. */
    @GET
    public JsonObject me(@Context SecurityContext caller) {
        NodeStore.Overview overview = nodes.overview(settings.lease());
        return JobJson.JSON
                .createObjectBuilder()
                .add("name", caller.getUserPrincipal().getName())
                .add("operator", caller.isUserInRole(Roles.OPERATOR))
                .add("database", overview.database())
                .add("node_count", overview.alive())
                .add("version", Version.TEXT)
                .add("now", overview.now().toString())
                .build();
    }
}
