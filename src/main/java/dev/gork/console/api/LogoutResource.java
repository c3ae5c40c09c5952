package dev.gork.console.api;

import dev.gork.console.security.CallerSession;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;

/** Signing out. */
@Path("/logout")
@ApplicationScoped
public class LogoutResource {
    @Inject
    CallerSession session;

    /** Ends the session that the request came with, if there is one. */
    @POST
    public void logout(@Context HttpServletRequest request, @Context HttpServletResponse response) {
        session.end(request, response);
    }
}
