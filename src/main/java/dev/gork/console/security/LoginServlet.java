package dev.gork.console.security;

import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.SecurityContext;
import jakarta.security.enterprise.authentication.mechanism.http.AuthenticationParameters;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Takes the sign-in form. */
@WebServlet("/login")
public class LoginServlet extends HttpServlet {
    @Inject
    transient SecurityContext security;

    @Inject
    transient Sessions sessions;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (Requests.isCrossSite(
                request.getHeader("Sec-Fetch-Site"), request.getHeader("Origin"), request.getHeader("Host"))) {
            // Someone would be signed in as somebody else, and not notice.
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        String name = text(request.getParameter("username"));
        String next = next(request);
        AuthenticationStatus status = security.authenticate(
                request,
                response,
                AuthenticationParameters.withParams()
                        .newAuthentication(true)
                        .credential(new UsernamePasswordCredential(name, text(request.getParameter("password")))));
        if (response.isCommitted()) {
            return;
        }
        boolean mayLook = security.isCallerInRole(Roles.VIEWER) || security.isCallerInRole(Roles.OPERATOR);
        if (status == AuthenticationStatus.SUCCESS
                && mayLook
                && request.getAttribute(PasswordMechanism.SIGNED_IN) instanceof SignedIn caller) {
            SessionCookie.read(request).ifPresent(sessions::end);
            SessionCookie.write(request, response, sessions.begin(caller));
            Audit.log(name, request.getRemoteAddr(), "signed in");
            seeOther(response, next);
        } else {
            seeOther(
                    response,
                    request.getContextPath() + "/login.html?" + why(request, status) + "&next="
                            + URLEncoder.encode(next, StandardCharsets.UTF_8));
        }
    }

    private static String why(HttpServletRequest request, AuthenticationStatus status) {
        if (request.getAttribute(PasswordMechanism.THROTTLED) != null) {
            return "throttled";
        }
        return status == AuthenticationStatus.SUCCESS ? "denied" : "failed";
    }

    private static void seeOther(HttpServletResponse response, String location) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", location);
    }

    /** A page of this application's own, never another site's. */
    private static String next(HttpServletRequest request) {
        String home = request.getContextPath() + "/";
        try {
            URI uri = new URI(text(request.getParameter("next"))).normalize();
            boolean own = uri.getScheme() == null
                    && uri.getRawAuthority() == null
                    && uri.getRawPath() != null
                    && uri.getRawPath().startsWith(home)
                    && !uri.toString().startsWith("//");
            return own ? uri.toString() : home;
        } catch (URISyntaxException e) {
            return home;
        }
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
