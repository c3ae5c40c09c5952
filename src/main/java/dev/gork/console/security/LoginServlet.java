package dev.gork.console.security;

import dev.gork.config.Settings;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.SecurityContext;
import jakarta.security.enterprise.authentication.mechanism.http.AuthenticationParameters;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets people in: by the sign-in form, or when they come back from an OpenID provider. */
@WebServlet({"/login", OpenIdMechanism.START, OpenIdMechanism.CALLBACK})
public class LoginServlet extends HttpServlet {
    @Inject
    transient SecurityContext security;

    @Inject
    transient Sessions sessions;

    @Inject
    transient Settings settings;

    /** Tells the sign-in page what it may offer; and whoever has signed in elsewhere comes here. */
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<SignedIn> caller = SignedIn.noted(request);
        if (caller.isPresent()) {
            enter(caller.get(), request, response, NextPage.remembered(request, response));
            endContainersSession(request);
        } else if (request.getServletPath().equals("/login")) {
            response.setContentType("application/json");
            response.getWriter()
                    .write(Json.createObjectBuilder()
                            .add("openid", !settings.openIdProvider().isEmpty())
                            .build()
                            .toString());
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (Requests.isCrossSite(
                request.getHeader("Sec-Fetch-Site"), request.getHeader("Origin"), request.getHeader("Host"))) {
            // Someone would be signed in as somebody else, and not notice.
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        String next = NextPage.asked(request);
        AuthenticationStatus status = security.authenticate(
                request,
                response,
                AuthenticationParameters.withParams()
                        .newAuthentication(true)
                        .credential(new UsernamePasswordCredential(
                                text(request.getParameter("username")), text(request.getParameter("password")))));
        if (response.isCommitted()) {
            return;
        }
        Optional<SignedIn> caller = SignedIn.noted(request);
        if (status == AuthenticationStatus.SUCCESS && caller.isPresent()) {
            enter(caller.get(), request, response, next);
        } else {
            boolean throttled = request.getAttribute(PasswordMechanism.THROTTLED) != null;
            seeOther(response, NextPage.signIn(request, throttled ? "throttled" : "failed", next));
        }
    }

    private void enter(SignedIn caller, HttpServletRequest request, HttpServletResponse response, String next) {
        if (security.isCallerInRole(Roles.VIEWER) || security.isCallerInRole(Roles.OPERATOR)) {
            OwnCookie.SESSION.read(request).ifPresent(sessions::end);
            response.addCookie(OwnCookie.SESSION.of(request, sessions.begin(caller)));
            Audit.log(security.getCallerPrincipal().getName(), request.getRemoteAddr(), "signed in");
            seeOther(response, next);
        } else {
            Audit.log(security.getCallerPrincipal().getName(), request.getRemoteAddr(), "may not sign in: no role");
            seeOther(response, NextPage.signIn(request, "denied", next));
        }
    }

    /** The provider's tokens and answers are in it. */
    private static void endContainersSession(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    private static void seeOther(HttpServletResponse response, String location) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", location);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
