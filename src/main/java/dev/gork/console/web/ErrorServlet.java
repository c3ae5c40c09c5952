package dev.gork.console.web;

import dev.gork.console.views.Problem;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What the container refuses before it reaches the API, such as a missing role, as a problem or as one plain line. */
@WebServlet("/error")
public class ErrorServlet extends HttpServlet {
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String uri)) {
            response.setStatus(Status.NOT_FOUND.getStatusCode()); // asked for by its own address
            return;
        }
        if (response.isCommitted()) { // answered where it was refused, and Liberty still comes here for some
            return;
        }
        int status = response.getStatus();
        Status known = Status.fromStatusCode(status);
        String reason = known == null ? "Error" : known.getReasonPhrase();
        if (uri.startsWith(request.getContextPath() + RequestHeaders.API)) {
            audit(request, uri, status);
            Problem.of(status, reason, detail(status)).write(response);
        } else {
            response.setContentType("text/plain");
            response.setCharacterEncoding(StandardCharsets.UTF_8.name());
            response.getWriter().println(status + " " + reason + ". " + detail(status));
        }
    }

    /** A change that was refused is one that somebody wanted. */
    private static void audit(HttpServletRequest request, String uri, int status) {
        String method = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_METHOD));
        if (CrossSiteFilter.SAFE.contains(method)) {
            return;
        }
        Object query = request.getAttribute(RequestDispatcher.ERROR_QUERY_STRING);
        Audit.refused(
                Audit.caller(request),
                request.getRemoteAddr(),
                method + " " + uri.substring(request.getContextPath().length()) + (query == null ? "" : "?" + query)
                        + ": " + status);
    }

    private static String detail(int status) {
        return switch (status) {
            case 403 -> "Your roles do not allow this: looking needs gork-viewer, everything else gork-operator.";
            case 404 -> "There is nothing at this address.";
            default -> "The server refused the request.";
        };
    }
}
