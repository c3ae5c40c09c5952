package dev.gork.console.security;

import dev.gork.console.views.Problem;
import dev.gork.console.web.RequestHeaders;
import jakarta.security.enterprise.AuthenticationException;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers unauthenticated requests: pages redirect to sign-in, the API returns problem details. */
final class AuthChallenge {
    private AuthChallenge() {}

    static AuthenticationStatus unauthorized(HttpServletRequest request, HttpServletResponse response)
            throws AuthenticationException {
        if (!RequestHeaders.isApi(request)) {
            return toSignIn(request, response);
        }
        if (!RequestHeaders.isFromConsole(request)) {
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
                response,
                429,
                "Too Many RequestHeaders",
                "Too many failed sign-ins; try again in " + waitSeconds + " s.");
    }

    /** Too many sign in at once. */
    static AuthenticationStatus busy(HttpServletResponse response, long waitSeconds) throws AuthenticationException {
        response.setHeader("Retry-After", Long.toString(waitSeconds));
        return problem(response, 503, "Busy", "Too many sign in at once; try again in " + waitSeconds + " s.");
    }

    /** Nobody reads the rest: the connection is closed. */
    static AuthenticationStatus tooLarge(HttpServletResponse response, int limit) throws AuthenticationException {
        response.setHeader("Connection", "close");
        return problem(response, 413, "Too large", "The body is larger than " + limit + " bytes, the limit.");
    }

    private static AuthenticationStatus toSignIn(HttpServletRequest request, HttpServletResponse response)
            throws AuthenticationException {
        return redirect(response, ReturnTo.signIn(request, "", ReturnTo.of(request)));
    }

    /** Written at once, for the container would write its own over it. */
    static AuthenticationStatus redirect(HttpServletResponse response, String location) throws AuthenticationException {
        try {
            response.setStatus(HttpServletResponse.SC_FOUND);
            response.setHeader(
                    "Location", location); // relative, where sendRedirect would name this server's own address
            response.flushBuffer();
        } catch (IOException e) {
            throw new AuthenticationException("The answer could not be written", e);
        }
        return AuthenticationStatus.SEND_FAILURE;
    }

    /** Written here, for a request that is refused never reaches what turns exceptions into problems. */
    private static AuthenticationStatus problem(HttpServletResponse response, int status, String title, String detail)
            throws AuthenticationException {
        try {
            Problem.of(status, title, detail).write(response);
            response.flushBuffer();
        } catch (IOException e) {
            throw new AuthenticationException("The answer could not be written", e);
        }
        return AuthenticationStatus.SEND_FAILURE;
    }
}
