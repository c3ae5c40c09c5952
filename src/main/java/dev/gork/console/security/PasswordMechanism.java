package dev.gork.console.security;

import dev.gork.console.web.Audit;
import dev.gork.console.web.RequestHeaders;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.auth.message.callback.PasswordValidationCallback;
import jakarta.security.enterprise.AuthenticationException;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import org.jspecify.annotations.Nullable;

/**
 * A name and a password, from the sign-in form or as HTTP Basic (RFC 7617), that the server's own user registry knows.
 * Jakarta Security's IdentityStoreHandler asks the application's stores alone; a PasswordValidationCallback (Jakarta
 * Authentication) asks the container, whatever registry its configuration names.
 */
@ApplicationScoped
public class PasswordMechanism implements HttpAuthenticationMechanism {
    /** The request's attribute that tells the sign-in form that nobody looked at the password. */
    static final String THROTTLED = "gork.throttled";

    @Inject
    Throttle throttle;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
            throws AuthenticationException {
        UsernamePasswordCredential credential = credential(request, context);
        if (credential == null) {
            return AuthChallenge.unauthorized(request, response);
        }
        try (Throttle.Attempt attempt = throttle.attempt(credential.getCaller(), request.getRemoteAddr())) {
            if (attempt.turn() != Throttle.Turn.GRANTED) {
                return notNow(attempt, credential.getCaller(), request, response, context);
            }
            if (isValid(credential, context)) {
                attempt.succeeded();
                Audit.caller(request, credential.getCaller());
                if (context.isAuthenticationRequest()) {
                    AuthenticatedSubject.of(context.getClientSubject()).note(request);
                }
                return AuthenticationStatus.SUCCESS;
            }
            attempt.failed();
        }
        Audit.refused(Audit.NOBODY, request.getRemoteAddr(), "failed to sign in as '" + credential.getCaller() + "'");
        return context.isAuthenticationRequest()
                ? AuthenticationStatus.SEND_FAILURE
                : AuthChallenge.unauthorized(request, response);
    }

    private static AuthenticationStatus notNow(
            Throttle.Attempt attempt,
            String name,
            HttpServletRequest request,
            HttpServletResponse response,
            HttpMessageContext context)
            throws AuthenticationException {
        boolean busy = attempt.turn() == Throttle.Turn.BUSY;
        Audit.refused(
                Audit.NOBODY,
                request.getRemoteAddr(),
                "may not try to sign in as '" + name + "' for " + attempt.waitSeconds() + " s: "
                        + (busy ? "too many do at once" : "too many failures"));
        request.setAttribute(THROTTLED, true);
        if (context.isAuthenticationRequest()) {
            return AuthenticationStatus.SEND_FAILURE;
        }
        return busy
                ? AuthChallenge.busy(response, attempt.waitSeconds())
                : AuthChallenge.tooMany(response, attempt.waitSeconds());
    }

    private static @Nullable UsernamePasswordCredential credential(
            HttpServletRequest request, HttpMessageContext context) {
        if (context.isAuthenticationRequest()) {
            return context.getAuthParameters().getCredential() instanceof UsernamePasswordCredential form ? form : null;
        }
        return Passwords.basic(RequestHeaders.credentials(request)).orElse(null);
    }

    private static boolean isValid(UsernamePasswordCredential credential, HttpMessageContext context)
            throws AuthenticationException {
        if (credential.getPassword().getValue().length == 0) { // a directory may take it for a wish to stay unknown
            return false;
        }
        PasswordValidationCallback check = new PasswordValidationCallback(
                context.getClientSubject(),
                credential.getCaller(),
                credential.getPassword().getValue());
        try {
            context.getHandler().handle(new Callback[] {check});
            return check.getResult();
        } catch (IOException | UnsupportedCallbackException e) {
            throw new AuthenticationException("The server's user registry does not answer", e);
        } finally {
            check.clearPassword();
        }
    }
}
