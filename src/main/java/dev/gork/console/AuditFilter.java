package dev.gork.console;

import dev.gork.console.security.Audit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.security.Principal;

/** Logs every change with who made it and what came of it; one place, so that no route can forget to. */
@Provider
public class AuditFilter implements ContainerResponseFilter {
    /** The request's attribute in which a route says what the path alone does not. */
    static final String DETAIL = "gork.audit.detail";

    @Context
    HttpServletRequest http;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (CrossSiteFilter.SAFE.contains(request.getMethod())) {
            return;
        }
        Principal caller = request.getSecurityContext().getUserPrincipal();
        Object detail = http.getAttribute(DETAIL);
        Audit.log(
                caller == null ? Audit.NOBODY : caller.getName(),
                http.getRemoteAddr(),
                request.getMethod() + " " + request.getUriInfo().getPath() + (detail == null ? "" : " " + detail) + ": "
                        + response.getStatus());
    }
}
