package dev.gork.config;

import dev.gork.Backoff;
import dev.gork.InvalidSettingException;
import dev.gork.QueueDefaults;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** The settings of the core, all {@code gork.*} but those of the console; docs/settings.md has the table. */
@ApplicationScoped
public class Settings extends SettingGroup {
    static final String QUEUE_PREFIX = "gork.queues.";
    static final String QUEUE_DEFAULTS_PREFIX = "gork.queue-defaults.";

    private static final SettingList LIST = new SettingList();
    private static final Setting<Boolean> ENABLED = LIST.bool("gork.enabled", true);
    private static final Setting<Boolean> VIRTUAL_THREADS = LIST.bool("gork.virtual-threads", true);
    private static final Setting<Duration> POLL_INTERVAL = LIST.duration("gork.poll-interval", "1s", "10ms", "1h");
    private static final Setting<Integer> PREFETCH = LIST.integer("gork.prefetch", 1000, 0, 10_000);
    private static final Setting<Boolean> NOTIFICATIONS = LIST.bool("gork.notifications", true);
    private static final Setting<Duration> REAPER_INTERVAL =
            LIST.duration("gork.reaper-interval", "10s", "100ms", "1h");
    private static final Setting<Duration> HEARTBEAT_INTERVAL =
            LIST.duration("gork.heartbeat-interval", "5s", "100ms", "10m");
    private static final Setting<Duration> LEASE = LIST.duration("gork.lease", "30s", "1s", "1h");
    /** Once may be a deployment or a power failure, and being suspected costs time. */
    private static final int MOST_WITHOUT_SUSPICION = 2;

    private static final Setting<Integer> MAX_RESCUES = LIST.integer("gork.max-rescues", 4, 0, 1000);
    private static final Setting<Duration> STATEMENT_TIMEOUT =
            LIST.duration("gork.statement-timeout", "30s", "1s", "1h");
    private static final Setting<Duration> SHUTDOWN_GRACE = LIST.duration("gork.shutdown-grace", "20s", "0s", "10m");
    private static final Setting<Duration> HISTORY = LIST.duration("gork.history", "7d", "1h", "365d");
    private static final Setting<Duration> CENSUS_INTERVAL = LIST.duration("gork.census-interval", "1h", "1m", "30d");
    private static final Setting<SchemaMode> SCHEMA = LIST.choice("gork.schema", SchemaMode.APPLY);
    /** Below 1 MiB, the longest text that H2 takes in a row. */
    private static final Setting<Integer> MAX_PAYLOAD_SIZE =
            LIST.integer("gork.max-payload-size", 262_144, 2, 1_000_000);

    private static final Setting<Boolean> READINESS = LIST.bool("gork.readiness", true);

    static final SettingList PER_QUEUE = new SettingList();
    private static final Setting<Integer> INSTANCES = PER_QUEUE.integer("instances", 10, 1, 10_000);
    private static final Setting<Duration> TIMEOUT = PER_QUEUE.duration("timeout", "1m", "10ms", "7d");
    private static final Setting<Integer> MAX_RETRIES = PER_QUEUE.integer("max-retries", 20, 0, JobLimits.MAX_RETRIES);
    private static final Setting<Duration> RETRY_INTERVAL = PER_QUEUE.duration("retry-interval", "10s", "0s", "365d");
    private static final Setting<Duration> RETRY_MAX_INTERVAL =
            PER_QUEUE.duration("retry-max-interval", "1h", "0s", "365d");
    private static final Setting<Backoff.Kind> BACKOFF = PER_QUEUE.choice("backoff", Backoff.Kind.EXPONENTIAL);

    /** For CDI. */
    protected Settings() {
        this(ConfigProvider.getConfig());
    }

    private Settings(Config config) {
        super(LIST, config);
    }

    /**
     * Reads and checks all settings.
     *
     * @throws InvalidSettingException for the first value that cannot be used
     */
    public static Settings from(Config config) {
        Settings settings = new Settings(config);
        settings.check();
        return settings;
    }

    @Override
    public void check() {
        super.check();
        PER_QUEUE.all().forEach(setting -> value(setting.at(QUEUE_DEFAULTS_PREFIX + setting.key())));
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

    /** The time between two heartbeats of this node. */
    public Duration heartbeatInterval() {
        return value(HEARTBEAT_INTERVAL);
    }

    /** How long after its last heartbeat a node has expired. */
    public Duration lease() {
        return value(LEASE);
    }

    /**
     * How often a job is rescued before it fails. Once at least: it has to be run alone to tell
     * whether it was the one that killed its node.
     */
    public int maxRescues() {
        return Math.max(1, value(MAX_RESCUES));
    }

    /** From how many rescues on a job is suspected of killing its node, and another one counts only if it had begun. */
    public int suspectedFrom() {
        return Math.min(MOST_WITHOUT_SUSPICION, maxRescues());
    }

    /** Whether a job that was rescued so often is suspected of killing its node. */
    public boolean suspects(int rescues) {
        return rescues >= suspectedFrom();
    }

    /** Whether a suspect is run alone: it was one of a few that had begun, or the next rescue would be its last. */
    public boolean runsAlone(int rescues) {
        return rescues > suspectedFrom() || rescues >= maxRescues();
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

    private <T> T forQueue(String queue, Setting<T> setting, String inCode) {
        String ownKey = QUEUE_PREFIX + queue + "." + setting.key();
        String own = text(ownKey);
        if (own != null) {
            return setting.parse(own, ownKey);
        }
        if (!inCode.isEmpty()) {
            return setting.parse(inCode, "@QueueDefaults of queue '" + queue + "': " + setting.key());
        }
        return value(setting.at(QUEUE_DEFAULTS_PREFIX + setting.key()));
    }
}
