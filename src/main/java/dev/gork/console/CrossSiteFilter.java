package dev.gork.console;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;

/**
 * Refuses changes that another site's page asks for with the viewer's credentials. A page cannot send DELETE or a JSON
 * content type to another site without asking it first (Fetch standard, "CORS-preflight"), which is never granted here;
 * what browsers say of the request's origin (Fetch Metadata, Sec-Fetch-Site) is checked on top.
 */
@Provider
public class CrossSiteFilter implements ContainerRequestFilter {
    private static final Set<String> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    @Override
    public void filter(ContainerRequestContext request) {
        if (SAFE.contains(request.getMethod())) {
            return;
        }
        String site = request.getHeaderString("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            request.abortWith(
                    Problems.of(403, "Cross-site request", "Changes are not accepted from another site's page."));
        } else if (request.getMethod().equals(HttpMethod.POST)
                && !MediaType.APPLICATION_JSON_TYPE.isCompatible(request.getMediaType())) {
            request.abortWith(Problems.of(
                    415, "Unsupported media type", "A POST needs the header 'Content-Type: application/json'."));
        }
    }
}
