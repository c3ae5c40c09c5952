package dev.gork.console.web;

import dev.gork.console.views.Problem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;

/**
 * Refuses a bare semicolon in a path. JAX-RS takes what follows it for a parameter, so that <code>/jobs/a;b</code> would
 * be another job: <code>a</code>.
 */
@Provider
@PreMatching
public class PathFilter implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getUriInfo().getPath(false).indexOf(';') >= 0) {
            request.abortWith(Problem.of(
                            400,
                            "Invalid request",
                            "A semicolon in a path has to be written as %3B; any id can be given as /job?id=…, and any queue as"
                                    + " /queue?name=…")
                    .response());
        }
    }
}
