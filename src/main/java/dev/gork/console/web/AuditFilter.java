package dev.gork.console.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.security.Principal;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Logs every change with who made it and what came of it; one place, so that no route can forget to. */
@Provider
public class AuditFilter implements ContainerResponseFilter {
    /** The request's attribute in which a route says what the path alone does not. */
    public static final String DETAIL = "gork.audit.detail";

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
                request.getMethod() + " " + request.getUriInfo().getPath()
                        + named(request.getUriInfo().getQueryParameters()) + (detail == null ? "" : " " + detail) + ": "
                        + response.getStatus());
    }

    /** What is meant where the path does not say it: the job with this id, the queue with this name. */
    private static String named(MultivaluedMap<String, String> query) {
        return Stream.of("id", "name")
                .filter(query::containsKey)
                .map(each -> " '" + query.getFirst(each) + "'")
                .collect(Collectors.joining());
    }
}
