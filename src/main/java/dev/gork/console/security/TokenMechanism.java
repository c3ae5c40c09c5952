package dev.gork.console.security;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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
    @Inject
    TokenKeys keys;

    private @Nullable TokenVerifier verifier;

    @PostConstruct
    void configure() {
        Config config = ConfigProvider.getConfig();
        String audiences =
                config.getOptionalValue("mp.jwt.verify.audiences", String.class).orElse("");
        verifier = config.getOptionalValue("mp.jwt.verify.issuer", String.class)
                .filter(issuer -> keys.configured())
                .map(issuer -> new TokenVerifier(issuer, split(audiences)))
                .orElse(null);
    }

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
            throws AuthenticationException {
        try {
            if (verifier == null) {
                throw new InvalidTokenException(
                        "No tokens are taken here: mp.jwt.verify.issuer and a key are not set.");
            }
            TokenVerifier.Caller caller = verifier.verify(Requests.credentials(request), keys, Instant.now());
            return context.notifyContainerAboutLogin(new CredentialValidationResult(caller.name(), caller.groups()));
        } catch (InvalidTokenException e) {
            return Refusal.badToken(response, String.valueOf(e.getMessage()));
        }
    }

    private static Set<String> split(String list) {
        return Stream.of(list.split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
