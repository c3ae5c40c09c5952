package dev.gork.config;

import dev.gork.Backoff;
import dev.gork.InvalidSettingException;
import dev.gork.QueueDefaults;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** All {@code gork.*} settings, read once when the application starts; the README has the table. */
@ApplicationScoped
public class Settings {
    static final String QUEUE_PREFIX = "gork.queues.";
    private static final String QUEUE_DEFAULTS_PREFIX = "gork.queue-defaults.";

    private static final Setting<Boolean> ENABLED = Setting.bool("gork.enabled", true);
    private static final Setting<Boolean> VIRTUAL_THREADS = Setting.bool("gork.virtual-threads", true);
    private static final Setting<Duration> POLL_INTERVAL = Setting.duration("gork.poll-interval", "1s", "10ms", "1h");
    private static final Setting<Integer> PREFETCH = Setting.integer("gork.prefetch", 1000, 0, 10_000);
    private static final Setting<Boolean> NOTIFICATIONS = Setting.bool("gork.notifications", true);
    private static final Setting<Duration> REAPER_INTERVAL =
            Setting.duration("gork.reaper-interval", "10s", "100ms", "1h");
    private static final Setting<Duration> HEARTBEAT_INTERVAL =
            Setting.duration("gork.heartbeat-interval", "5s", "100ms", "10m");
    private static final Setting<Duration> LEASE = Setting.duration("gork.lease", "30s", "1s", "1h");
    private static final Setting<Integer> MAX_RESCUES = Setting.integer("gork.max-rescues", 3, 0, 1000);
    private static final Setting<Duration> STATEMENT_TIMEOUT =
            Setting.duration("gork.statement-timeout", "30s", "1s", "1h");
    private static final Setting<Duration> SHUTDOWN_GRACE = Setting.duration("gork.shutdown-grace", "20s", "0s", "10m");
    private static final Setting<Duration> HISTORY = Setting.duration("gork.history", "7d", "1h", "365d");
    private static final Setting<Duration> CENSUS_INTERVAL =
            Setting.duration("gork.census-interval", "1h", "1m", "30d");
    private static final Setting<SchemaMode> SCHEMA = Setting.choice("gork.schema", SchemaMode.APPLY);
    /** Below 1 MiB, the longest text that H2 takes in a row. */
    private static final Setting<Integer> MAX_PAYLOAD_SIZE =
            Setting.integer("gork.max-payload-size", 262_144, 2, 1_000_000);

    private static final Setting<Boolean> READINESS = Setting.bool("gork.readiness", true);

    private static final Setting<Duration> CONSOLE_SESSION_TIMEOUT =
            Setting.duration("gork.console.session-timeout", "12h", "1s", "30d");
    private static final Setting<Set<String>> CONSOLE_HIDDEN_ARGUMENTS = Setting.texts("gork.console.hidden-arguments");
    private static final Setting<Set<String>> CONSOLE_HIDDEN_FIELDS = Setting.texts("gork.console.hidden-fields");

    private static final Setting<String> OPENID_PROVIDER = Setting.address("gork.console.openid.provider");
    private static final Setting<String> OPENID_CLIENT_ID = Setting.text("gork.console.openid.client-id", "gork");
    private static final Setting<String> OPENID_CLIENT_SECRET = Setting.text("gork.console.openid.client-secret", "");
    private static final Setting<String> OPENID_NAME_CLAIM =
            Setting.text("gork.console.openid.name-claim", "preferred_username");
    private static final Setting<String> OPENID_GROUPS_CLAIM =
            Setting.text("gork.console.openid.groups-claim", "groups");

    static final List<Setting<?>> ALL = List.of(
            ENABLED,
            VIRTUAL_THREADS,
            POLL_INTERVAL,
            PREFETCH,
            NOTIFICATIONS,
            REAPER_INTERVAL,
            HEARTBEAT_INTERVAL,
            LEASE,
            MAX_RESCUES,
            STATEMENT_TIMEOUT,
            SHUTDOWN_GRACE,
            HISTORY,
            CENSUS_INTERVAL,
            SCHEMA,
            MAX_PAYLOAD_SIZE,
            READINESS,
            CONSOLE_SESSION_TIMEOUT,
            CONSOLE_HIDDEN_ARGUMENTS,
            CONSOLE_HIDDEN_FIELDS,
            OPENID_PROVIDER,
            OPENID_CLIENT_ID,
            OPENID_CLIENT_SECRET,
            OPENID_NAME_CLAIM,
            OPENID_GROUPS_CLAIM);

    private static final Setting<Integer> INSTANCES = Setting.integer("instances", 10, 1, 10_000);
    private static final Setting<Duration> TIMEOUT = Setting.duration("timeout", "1m", "10ms", "7d");
    private static final Setting<Integer> MAX_RETRIES = Setting.integer("max-retries", 20, 0, JobLimits.MAX_RETRIES);
    private static final Setting<Duration> RETRY_INTERVAL = Setting.duration("retry-interval", "10s", "0s", "365d");
    private static final Setting<Duration> RETRY_MAX_INTERVAL =
            Setting.duration("retry-max-interval", "1h", "0s", "365d");
    private static final Setting<Backoff.Kind> BACKOFF = Setting.choice("backoff", Backoff.Kind.EXPONENTIAL);

    static final List<Setting<?>> PER_QUEUE =
            List.of(INSTANCES, TIMEOUT, MAX_RETRIES, RETRY_INTERVAL, RETRY_MAX_INTERVAL, BACKOFF);

    private final Map<String, Object> values = new HashMap<>();
    private Config config;

    /** For CDI, which calls {@link #read} next. */
    protected Settings() {
        this(ConfigProvider.getConfig());
    }

    private Settings(Config config) {
        this.config = config;
    }

    /**
     * Reads and checks all settings.
     *
     * @throws InvalidSettingException for the first value that cannot be used
     */
    public static Settings from(Config config) {
        Settings settings = new Settings(config);
        settings.read();
        return settings;
    }

    @PostConstruct
    void read() {
        for (Setting<?> setting : ALL) {
            values.put(setting.key(), read(setting, setting.defaultText()));
        }
        PER_QUEUE.forEach(setting -> read(setting.at(QUEUE_DEFAULTS_PREFIX + setting.key()), setting.defaultText()));
        if (!openIdProvider().isEmpty() && openIdClientSecret().isEmpty()) {
            throw new InvalidSettingException(
                    "gork.console.openid.provider is " + openIdProvider()
                            + ", and gork.console.openid.client-secret is not set: the provider would let nobody in.",
                    null);
        }
        if (lease().compareTo(heartbeatInterval().multipliedBy(2)) < 0) {
            throw new InvalidSettingException(
                    "gork.lease is " + lease()
                            + ", which leaves no room for a late heartbeat: it must be at least twice"
                            + " gork.heartbeat-interval, which is " + heartbeatInterval() + ".",
                    null);
        }
    }

    /**
     * The settings of a queue: its own in the configuration, then those beside its handler, then the configured
     * defaults, then the shipped ones.
     *
     * @throws InvalidSettingException for the first value that cannot be used
     */
    public QueueSettings queue(String queue, @Nullable QueueDefaults inCode) {
        Duration interval = forQueue(queue, RETRY_INTERVAL, inCode == null ? "" : inCode.retryInterval());
        Duration maxInterval = forQueue(queue, RETRY_MAX_INTERVAL, inCode == null ? "" : inCode.retryMaxInterval());
        Backoff.Kind kind = forQueue(queue, BACKOFF, inCode == null ? "" : inCode.backoff());
        return new QueueSettings(
                forQueue(queue, INSTANCES, inCode == null || inCode.instances() == 0 ? "" : "" + inCode.instances()),
                forQueue(queue, TIMEOUT, inCode == null ? "" : inCode.timeout()),
                forQueue(
                        queue,
                        MAX_RETRIES,
                        inCode == null || inCode.maxRetries() == -1 ? "" : "" + inCode.maxRetries()),
                kind == Backoff.Kind.FIXED
                        ? Backoff.fixed(interval)
                        : Backoff.exponential(interval, maxInterval.compareTo(interval) < 0 ? interval : maxInterval));
    }

    /** Whether this node runs jobs; it enqueues in any case. */
    public boolean enabled() {
        return value(ENABLED);
    }

    /** Whether handlers run on virtual threads where the JDK has them. */
    public boolean virtualThreads() {
        return value(VIRTUAL_THREADS);
    }

    /** The longest time until a due job is seen. */
    public Duration pollInterval() {
        return value(POLL_INTERVAL);
    }

    /** How many jobs of a queue may be claimed beyond its free slots, at most. */
    public int prefetch() {
        return value(PREFETCH);
    }

    /** Whether nodes wake each other by the database's notifications, where it has some. */
    public boolean notifications() {
        return value(NOTIFICATIONS);
    }

    /** The time between two looks for jobs whose node is gone. */
    public Duration reaperInterval() {
        return value(REAPER_INTERVAL);
    }

    /** The time between two signs of life of this node. */
    public Duration heartbeatInterval() {
        return value(HEARTBEAT_INTERVAL);
    }

    /** How long after its last sign of life a node counts as gone. */
    public Duration lease() {
        return value(LEASE);
    }

    /** How often a job is put back because its node was gone, before it fails. */
    public int maxRescues() {
        return value(MAX_RESCUES);
    }

    /** How long one of the library's own statements may take before it is given up, and tried again. */
    public Duration statementTimeout() {
        return value(STATEMENT_TIMEOUT);
    }

    /** How long running handlers may go on when the application stops, before they are interrupted. */
    public Duration shutdownGrace() {
        return value(SHUTDOWN_GRACE);
    }

    /** How long what became of attempts is kept. */
    public Duration history() {
        return value(HISTORY);
    }

    /** The time between two counts of all jobs, which read the whole table. */
    public Duration censusInterval() {
        return value(CENSUS_INTERVAL);
    }

    /** What happens to the tables at start. */
    public SchemaMode schema() {
        return value(SCHEMA);
    }

    /** The longest arguments or result, in bytes of UTF-8. */
    public int maxPayloadSize() {
        return value(MAX_PAYLOAD_SIZE);
    }

    /** Whether the readiness check asks the database. */
    public boolean readiness() {
        return value(READINESS);
    }

    /** How long a sign-in to the console lasts. */
    public Duration consoleSessionTimeout() {
        return value(CONSOLE_SESSION_TIMEOUT);
    }

    /** Queues whose jobs' arguments and results viewers do not see. */
    public Set<String> consoleHiddenArguments() {
        return value(CONSOLE_HIDDEN_ARGUMENTS);
    }

    /** Fields of arguments and results that viewers do not see, at any depth. */
    public Set<String> consoleHiddenFields() {
        return value(CONSOLE_HIDDEN_FIELDS);
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

    private <T> T forQueue(String queue, Setting<T> setting, String inCode) {
        String ownKey = QUEUE_PREFIX + queue + "." + setting.key();
        String own = text(ownKey);
        if (own != null) {
            return setting.parse(own, ownKey);
        }
        if (!inCode.isEmpty()) {
            return setting.parse(inCode, "@QueueDefaults of queue '" + queue + "': " + setting.key());
        }
        return read(setting.at(QUEUE_DEFAULTS_PREFIX + setting.key()), setting.defaultText());
    }

    private <T> T read(Setting<T> setting, String defaultText) {
        String text = text(setting.key());
        return setting.parse(text == null ? defaultText : text, setting.key());
    }

    private @Nullable String text(String key) {
        return config.getOptionalValue(key, String.class).orElse(null);
    }

    @SuppressWarnings("unchecked") // put there by read() under the same setting's key
    private <T> T value(Setting<T> setting) {
        return (T) Objects.requireNonNull(values.get(setting.key()));
    }
}
