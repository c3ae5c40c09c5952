package dev.gork.console.web;

import dev.gork.console.views.Problem;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;

/**
 * Refuses changes that another site's page asks for with the viewer's credentials. A page cannot send a JSON content type
 * or a header of its own to another site without asking it first (Fetch standard, "CORS-preflight"), which is never
 * granted here; what browsers say of the request's origin is checked on top.
 */
@Provider
public class CrossSiteFilter implements ContainerRequestFilter {
    static final Set<String> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    @Override
    public void filter(ContainerRequestContext request) {
        if (SAFE.contains(request.getMethod())) {
            return;
        }
        if (RequestHeaders.isCrossSite(request::getHeaderString)) {
            request.abortWith(
                    Problem.of(403, "Cross-site request", "Changes are not accepted from another site's page.")
                            .response());
        } else if (!isDeliberate(request)) {
            request.abortWith(Problem.of(
                            415,
                            "Unsupported media type",
                            "A change needs the header 'Content-Type: application/json' or 'X-Requested-With'.")
                    .response());
        }
    }

    private static boolean isDeliberate(ContainerRequestContext request) {
        // Compared with a type that may be missing, "compatible" would be true of anything.
        MediaType type = request.getMediaType();
        String sentBy = request.getHeaderString("X-Requested-With"); // by name or not, no form and no link has it
        return sentBy != null && !sentBy.isBlank()
                || type != null && MediaType.APPLICATION_JSON_TYPE.isCompatible(type) && !type.isWildcardType();
    }
}
