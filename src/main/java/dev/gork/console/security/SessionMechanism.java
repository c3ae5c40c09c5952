package dev.gork.console.security;

import dev.gork.console.web.Audit;
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
        Optional<Sessions.Session> session = ConsoleCookie.SESSION
                .values(request)
                .map(sessions::find)
                .flatMap(Optional::stream)
                .findFirst();
        if (session.isEmpty()) {
            return AuthChallenge.unauthorized(request, response);
        }
        session.get().caller().restore(context.getClientSubject());
        Audit.caller(request, session.get().name());
        return AuthenticationStatus.SUCCESS;
    }
}
