package dev.gork.console.security;

import dev.gork.console.web.Audit;
import dev.gork.console.web.RequestHeaders;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.AuthenticationException;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * A bearer token (RFC 6750), trusted by MicroProfile JWT's own settings. Liberty's feature for it is not asked where an
 * application has an HttpAuthenticationMechanism, so it is verified here, and the feature is not needed.
 */
@ApplicationScoped
public class TokenMechanism implements HttpAuthenticationMechanism {
    private @Nullable TokenVerifier verifier;

    @PostConstruct
    void configure() {
        Config config = ConfigProvider.getConfig();
        String audiences =
                config.getOptionalValue("mp.jwt.verify.audiences", String.class).orElse("");
        verifier = config.getOptionalValue("mp.jwt.verify.issuer", String.class)
                .flatMap(issuer -> TokenKeys.of(config).map(keys -> new TokenVerifier(issuer, split(audiences), keys)))
                .orElse(null);
    }

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
            throws AuthenticationException {
        try {
            if (verifier == null) {
                throw new TokenVerifier.InvalidTokenException(
                        "No tokens are taken here: mp.jwt.verify.issuer and a key are not set.");
            }
            TokenVerifier.Caller caller = verifier.verify(RequestHeaders.credentials(request), Instant.now());
            Audit.caller(request, caller.name());
            return context.notifyContainerAboutLogin(new CredentialValidationResult(caller.name(), caller.groups()));
        } catch (TokenVerifier.InvalidTokenException e) {
            Audit.refused(Audit.NOBODY, request.getRemoteAddr(), "sent a token that is not taken: " + e.getMessage());
            return AuthChallenge.badToken(response, String.valueOf(e.getMessage()));
        }
    }

    private static Set<String> split(String list) {
        return Stream.of(list.split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
