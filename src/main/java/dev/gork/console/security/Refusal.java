package dev.gork.console.security;

import jakarta.json.Json;
import jakarta.security.enterprise.AuthenticationException;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a request gets that does not say who sends it: a page the way to the sign-in form, the API a problem. */
final class Refusal {
    private Refusal() {}

    static AuthenticationStatus unauthorized(HttpServletRequest request, HttpServletResponse response)
            throws AuthenticationException {
        if (!Requests.isApi(request)) {
            return toSignIn(request, response);
        }
        if (!Requests.isFromConsole(request)) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"gork\", charset=\"UTF-8\"");
        }
        return problem(response, 401, "Unauthorized", "Sign in, or send a name and password or a token.");
    }

    static AuthenticationStatus badToken(HttpServletResponse response, String reason) throws AuthenticationException {
        response.setHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
        return problem(response, 401, "Unauthorized", reason);
    }

    static AuthenticationStatus tooMany(HttpServletResponse response, long waitSeconds) throws AuthenticationException {
        response.setHeader("Retry-After", Long.toString(waitSeconds));
        return problem(
                response, 429, "Too Many Requests", "Too many failed sign-ins; try again in " + waitSeconds + " s.");
    }

    private static AuthenticationStatus toSignIn(HttpServletRequest request, HttpServletResponse response)
            throws AuthenticationException {
        String query = request.getQueryString();
        return redirect(
                response, NextPage.signIn(request, "", request.getRequestURI() + (query == null ? "" : "?" + query)));
    }

    /** Written at once, for the container would write its own over it. */
    static AuthenticationStatus redirect(HttpServletResponse response, String location) throws AuthenticationException {
        try {
            response.sendRedirect(location);
        } catch (IOException e) {
            throw new AuthenticationException("The answer could not be written", e);
        }
        return AuthenticationStatus.SEND_FAILURE;
    }

    /** Written here, for a request that is refused never reaches what turns exceptions into problems. */
    private static AuthenticationStatus problem(HttpServletResponse response, int status, String title, String detail)
            throws AuthenticationException {
        response.setStatus(status);
        response.setContentType("application/problem+json");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        try {
            response.getWriter()
                    .write(Json.createObjectBuilder()
                            .add("type", "about:blank")
                            .add("title", title)
                            .add("status", status)
                            .add("detail", detail)
                            .build()
                            .toString());
            response.flushBuffer();
        } catch (IOException e) {
            throw new AuthenticationException("The answer could not be written", e);
        }
        return AuthenticationStatus.SEND_FAILURE;
    }
}
