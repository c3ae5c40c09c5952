package dev.gork.console.config;

import dev.gork.InvalidSettingException;
import dev.gork.config.Setting;
import dev.gork.config.SettingGroup;
import dev.gork.config.SettingList;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** The settings of the console: all {@code gork.console.*}. */
@ApplicationScoped
public class ConsoleSettings extends SettingGroup {
    private static final SettingList LIST = new SettingList();
    private static final Setting<Duration> SESSION_TIMEOUT =
            LIST.duration("gork.console.session-timeout", "12h", "1s", "30d");
    private static final Setting<Set<String>> HIDDEN_ARGUMENTS = LIST.texts("gork.console.hidden-arguments");
    private static final Setting<Set<String>> HIDDEN_FIELDS = LIST.texts("gork.console.hidden-fields");

    private static final Setting<String> OPENID_PROVIDER = LIST.address("gork.console.openid.provider");
    private static final Setting<String> OPENID_CLIENT_ID = LIST.text("gork.console.openid.client-id", "gork");
    private static final Setting<String> OPENID_CLIENT_SECRET = LIST.text("gork.console.openid.client-secret", "");
    private static final Setting<String> OPENID_NAME_CLAIM =
            LIST.text("gork.console.openid.name-claim", "preferred_username");
    private static final Setting<String> OPENID_GROUPS_CLAIM = LIST.text("gork.console.openid.groups-claim", "groups");

    /** For CDI. */
    protected ConsoleSettings() {
        this(ConfigProvider.getConfig());
    }

    private ConsoleSettings(Config config) {
        super(LIST, config);
    }

    /**
     * Reads and checks all settings.
     *
     * @throws InvalidSettingException for the first value that cannot be used
     */
    public static ConsoleSettings from(Config config) {
        ConsoleSettings settings = new ConsoleSettings(config);
        settings.check();
        return settings;
    }

    @Override
    public void check() {
        super.check();
        if (!openIdProvider().isEmpty() && openIdClientSecret().isEmpty()) {
            throw new InvalidSettingException(
                    "gork.console.openid.provider is " + openIdProvider()
                            + ", and gork.console.openid.client-secret is not set: the provider would let nobody in.",
                    null);
        }
    }

    /** How long a sign-in to the console lasts. */
    public Duration sessionTimeout() {
        return value(SESSION_TIMEOUT);
    }

    /** Queues whose jobs' arguments and results viewers do not see. */
    public Set<String> hiddenArguments() {
        return value(HIDDEN_ARGUMENTS);
    }

    /** Fields of arguments and results that viewers do not see, at any depth. */
    public Set<String> hiddenFields() {
        return value(HIDDEN_FIELDS);
    }

    /** The OpenID provider that people may sign in at; empty if there is none. */
    public String openIdProvider() {
        return value(OPENID_PROVIDER);
    }

    /** What the provider knows the console as. */
    public String openIdClientId() {
        return value(OPENID_CLIENT_ID);
    }

    /** The password that goes with it. */
    public String openIdClientSecret() {
        return value(OPENID_CLIENT_SECRET);
    }

    /** Which of the provider's claims is the caller's name. */
    public String openIdNameClaim() {
        return value(OPENID_NAME_CLAIM);
    }

    /** Which of the provider's claims names the caller's groups. */
    public String openIdGroupsClaim() {
        return value(OPENID_GROUPS_CLAIM);
    }
}
