package dev.gork.console.security;

import dev.gork.console.web.Audit;
import dev.gork.console.web.BodyLimit;
import dev.gork.console.web.HeadersFilter;
import dev.gork.console.web.RequestHeaders;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationException;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanismHandler;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Chooses how a request says who sends it: people have a session from the sign-in form or an OpenID provider; scripts,
 * on the API alone, may send a name and password. A token is taken everywhere, for a proxy that lets people sign in
 * elsewhere sends it along with each request. The container calls this before everything else, for every request.
 */
@ApplicationScoped
public class SignInHandler implements HttpAuthenticationMechanismHandler {
    @Inject
    SessionMechanism session;

    @Inject
    PasswordMechanism password;

    @Inject
    TokenMechanism token;

    @Inject
    OpenIdMechanism openId;

    @Inject
    BodyLimit bodies;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
            throws AuthenticationException {
        HeadersFilter.apply(request, response);
        int limit = bodies.limit(request);
        if (request.getContentLengthLong() > limit) {
            Audit.refused(
                    Audit.NOBODY,
                    request.getRemoteAddr(),
                    "sent " + request.getContentLengthLong() + " bytes to " + RequestHeaders.path(request)
                            + ", which takes " + limit);
            return AuthChallenge.tooLarge(response, limit);
        }
        if (context.isAuthenticationRequest()) { // the sign-in form's name and password
            return password.validateRequest(request, response, context);
        }
        if (openId.takes(request)) {
            return openId.validateRequest(request, response, context);
        }
        if (!context.isProtected()) {
            return context.doNothing();
        }
        if (RequestHeaders.isApi(request) && RequestHeaders.hasScheme(request, "Basic")) {
            return password.validateRequest(request, response, context);
        }
        if (RequestHeaders.hasScheme(request, "Bearer")) {
            return token.validateRequest(request, response, context);
        }
        return session.validateRequest(request, response, context);
    }
}
