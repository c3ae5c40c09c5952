package dev.gork.console.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationException;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;

/** The cookie that was left by whoever signed in, by the form or at an OpenID provider. */
@ApplicationScoped
public class SessionMechanism implements HttpAuthenticationMechanism {
    @Inject
    Sessions sessions;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
            throws AuthenticationException {
        Optional<SignedIn> caller = OwnCookie.SESSION.read(request).flatMap(sessions::caller);
        if (caller.isEmpty()) {
            return Refusal.unauthorized(request, response);
        }
        caller.get().restore(context.getClientSubject());
        return AuthenticationStatus.SUCCESS;
    }
}
