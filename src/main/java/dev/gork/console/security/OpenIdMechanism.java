package dev.gork.console.security;

import dev.gork.console.config.ConsoleSettings;
import dev.gork.console.web.Audit;
import dev.gork.console.web.RequestHeaders;
import dev.gork.log.SafeLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationException;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.security.enterprise.authentication.mechanism.http.OpenIdAuthenticationMechanismDefinition.OpenIdAuthenticationMechanism;
import jakarta.security.enterprise.identitystore.openid.OpenIdContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * People who sign in at an OpenID provider (OpenID Connect Core 1.0, section 3.1, "Authentication using the Authorization
 * Code Flow"), by Jakarta Security's own mechanism. It is asked at two addresses alone; once the provider has said who it
 * is, the session is one of ours, as after the sign-in form.
 */
@ApplicationScoped
public class OpenIdMechanism implements HttpAuthenticationMechanism {
    /** Leads to the provider. */
    static final String START = "/login/openid";

    /** Where the provider leads back to. */
    static final String CALLBACK = START + "/callback";

    /** Jakarta Authentication, Servlet Container Profile: the container would keep who it is in a cookie of its own. */
    private static final String CONTAINERS_OWN_SESSION = "jakarta.servlet.http.registerSession";

    private static final Logger LOG = SafeLog.of(OpenIdMechanism.class);

    @Inject
    @OpenIdAuthenticationMechanism
    HttpAuthenticationMechanism openId;

    @Inject
    ConsoleSettings settings;

    /** Whether this request belongs to signing in at a provider. */
    boolean takes(HttpServletRequest request) {
        String path = RequestHeaders.path(request);
        return !settings.openIdProvider().isEmpty() && (path.equals(START) || path.equals(CALLBACK));
    }

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
            throws AuthenticationException {
        boolean starts = RequestHeaders.path(request).equals(START);
        if (starts) {
            ReturnTo.remember(request, response);
        } else if (!ReturnTo.isRemembered(request)) { // it would start anew, and without cookies never end
            return AuthChallenge.redirect(response, ReturnTo.signIn(request, "expired", ""));
        }
        AuthenticationStatus status;
        try {
            status = openId.validateRequest(request, response, context);
        } catch (AuthenticationException e) {
            LOG.log(Level.WARNING, "Signing in at " + settings.openIdProvider() + " failed", e);
            status = AuthenticationStatus.SEND_FAILURE;
        }
        if (status == AuthenticationStatus.SUCCESS) {
            context.getMessageInfo().getMap().remove(CONTAINERS_OWN_SESSION);
            // The provider's tokens: nobody needs them any more.
            context.getClientSubject().getPrivateCredentials().removeIf(OpenIdContext.class::isInstance);
            AuthenticatedSubject.of(context.getClientSubject()).note(request);
        } else if (status != AuthenticationStatus.SEND_CONTINUE
                || response.getStatus() == HttpServletResponse.SC_UNAUTHORIZED) { // Liberty "continues" then, too
            LOG.log(
                    Level.WARNING,
                    "Nobody was signed in at " + settings.openIdProvider() + ": "
                            + (starts ? "it could not be asked" : "its answer was not taken") + " (" + status + ")");
            Audit.refused(Audit.NOBODY, request.getRemoteAddr(), "failed to sign in at " + settings.openIdProvider());
            String next = starts ? ReturnTo.asked(request) : ReturnTo.remembered(request, response);
            return AuthChallenge.redirect(response, ReturnTo.signIn(request, "refused", next));
        }
        return status;
    }
}
