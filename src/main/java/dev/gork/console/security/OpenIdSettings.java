package dev.gork.console.security;

import dev.gork.console.config.ConsoleSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.security.enterprise.authentication.mechanism.http.OpenIdAuthenticationMechanismDefinition;
import jakarta.security.enterprise.authentication.mechanism.http.openid.ClaimsDefinition;

/**
 * What Jakarta Security's OpenID Connect mechanism asks for, through the expressions of its annotation. It is asked when
 * someone signs in, so that nothing has to be set where there is no provider.
 */
@ApplicationScoped
@Named("gorkOpenId")
@OpenIdAuthenticationMechanismDefinition(
        providerURI = "#{gorkOpenId.provider}",
        clientId = "#{gorkOpenId.clientId}",
        clientSecret = "#{gorkOpenId.clientSecret}",
        redirectURI = "#{baseURL}" + OpenIdMechanism.CALLBACK,
        jwksConnectTimeout = OpenIdSettings.TIMEOUT_MILLIS,
        jwksReadTimeout = OpenIdSettings.TIMEOUT_MILLIS,
        claimsDefinition =
                @ClaimsDefinition(
                        callerNameClaim = "#{gorkOpenId.nameClaim}",
                        callerGroupsClaim = "#{gorkOpenId.groupsClaim}"))
public class OpenIdSettings {
    static final int TIMEOUT_MILLIS = 5000;

    @Inject
    ConsoleSettings settings;

    /** Its address; empty if there is none. */
    public String getProvider() {
        return settings.openIdProvider();
    }

    /** What the provider knows the console as. */
    public String getClientId() {
        return settings.openIdClientId();
    }

    /** The password that goes with it. */
    public String getClientSecret() {
        return settings.openIdClientSecret();
    }

    /** The claim that is the caller's name. */
    public String getNameClaim() {
        return settings.openIdNameClaim();
    }

    /** The claim that names the caller's groups. */
    public String getGroupsClaim() {
        return settings.openIdGroupsClaim();
    }
}
