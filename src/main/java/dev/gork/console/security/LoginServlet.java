package dev.gork.console.security;

import dev.gork.console.config.ConsoleSettings;
import dev.gork.console.web.Audit;
import dev.gork.console.web.RequestHeaders;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.SecurityContext;
import jakarta.security.enterprise.authentication.mechanism.http.AuthenticationParameters;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Optional;

/** Lets people in: by the sign-in form, or when they come back from an OpenID provider. */
@WebServlet({"/login", OpenIdMechanism.START, OpenIdMechanism.CALLBACK})
public class LoginServlet extends HttpServlet {
    @Inject
    transient SecurityContext security;

    @Inject
    transient Sessions sessions;

    @Inject
    transient ConsoleSettings settings;

    /** Tells the sign-in page what it may offer; and whoever has signed in elsewhere comes here. */
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<AuthenticatedSubject> caller = AuthenticatedSubject.noted(request);
        if (caller.isPresent()) {
            enter(caller.get(), request, response, ReturnTo.remembered(request, response));
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
        if (response.isCommitted()) { // refused for its length
            return;
        }
        if (RequestHeaders.isCrossSite(request::getHeader)) {
            // Someone would be signed in as somebody else, and not notice.
            Audit.refused(Audit.NOBODY, request.getRemoteAddr(), "was to sign in by another site's page");
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        Optional<SignInForm> form = form(request, response);
        if (form.isEmpty()) {
            return;
        }
        String next = ReturnTo.own(request, form.get().field(ReturnTo.PARAMETER));
        AuthenticationStatus status = security.authenticate(
                request,
                response,
                AuthenticationParameters.withParams()
                        .newAuthentication(true)
                        .credential(Passwords.of(
                                form.get().field("username"), form.get().field("password"))));
        if (response.isCommitted()) {
            return;
        }
        Optional<AuthenticatedSubject> caller = AuthenticatedSubject.noted(request);
        if (status == AuthenticationStatus.SUCCESS && caller.isPresent()) {
            enter(caller.get(), request, response, next);
        } else {
            boolean throttled = request.getAttribute(PasswordMechanism.THROTTLED) != null;
            seeOther(response, ReturnTo.signIn(request, throttled ? "throttled" : "failed", next));
        }
    }

    private static Optional<SignInForm> form(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        try {
            Optional<SignInForm> form = SignInForm.read(request);
            if (form.isEmpty()) {
                response.setHeader("Connection", "close"); // nobody reads the rest
                response.sendError(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
            }
            return form;
        } catch (IllegalArgumentException e) { // not even encoded as a form is
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
            return Optional.empty();
        }
    }

    private void enter(
            AuthenticatedSubject caller, HttpServletRequest request, HttpServletResponse response, String next) {
        String name = security.getCallerPrincipal().getName();
        if (security.isCallerInRole(Roles.VIEWER) || security.isCallerInRole(Roles.OPERATOR)) {
            ConsoleCookie.SESSION.values(request).forEach(sessions::end);
            response.addCookie(ConsoleCookie.SESSION.of(request, sessions.begin(name, caller)));
            Audit.log(name, request.getRemoteAddr(), "signed in");
            seeOther(response, ReturnTo.from(request, next));
        } else {
            Audit.log(name, request.getRemoteAddr(), "may not sign in: no role");
            seeOther(response, ReturnTo.signIn(request, "denied", next));
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
}
