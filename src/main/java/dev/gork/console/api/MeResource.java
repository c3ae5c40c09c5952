package dev.gork.console.api;

import dev.gork.config.Settings;
import dev.gork.console.security.Roles;
import dev.gork.console.views.MeView;
import dev.gork.nodes.NodeStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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

    @Inject
    Version version;

    /** Name and role, the database and its time, and how many nodes run jobs. */
    @GET
    public MeView me(@Context SecurityContext caller) {
        NodeStore.Overview overview = nodes.overview(settings.lease());
        return new MeView(
                caller.getUserPrincipal().getName(),
                Roles.isOperator(caller),
                overview.database(),
                overview.alive(),
                version.text(),
                overview.now());
    }
}
