package dev.gork.console.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Sets security and cache headers: own scripts only, API answers are never cached. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class HeadersFilter extends HttpFilter {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        apply(request, response);
        chain.doFilter(request, response);
    }

    /** Also for answers that are given before any filter is asked. */
    public static void apply(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Cache-Control", cacheControl(request));
    }

    /** WebJars have their version in the path; for the other files, asking whether they changed is cheap. */
    private static String cacheControl(HttpServletRequest request) {
        if (RequestHeaders.isApi(request)) {
            return "no-store";
        }
        String path = RequestHeaders.path(request);
        boolean library = path.startsWith("/webjars/") || path.startsWith("/_static/");
        return library ? "max-age=31536000, immutable" : "no-cache";
    }
}
