package dev.gork.health;

import dev.gork.StoreUnavailableException;
import dev.gork.concurrent.Threads;
import dev.gork.config.Application;
import dev.gork.config.Settings;
import dev.gork.database.Database;
import dev.gork.database.SqlErrors;
import dev.gork.engine.Engine;
import dev.gork.engine.Heartbeat;
import dev.gork.engine.Workload;
import dev.gork.log.SafeLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** What the server's {@code /health} says of this library. */
@ApplicationScoped
class HealthChecks {
    private static final Logger LOG = SafeLog.of(HealthChecks.class);

    /** Why each check that is down is; its answer is for everybody, and the log has the database's own words. */
    private final Map<String, String> downFor = new ConcurrentHashMap<>();

    /** Whoever asks for a node's health may wait a second, and asks again. */
    private static final Duration AT_ONCE = Duration.ofMillis(300);

    @Inject
    Engine engine;

    @Inject
    Heartbeat heartbeat;

    @Inject
    Workload workload;

    @Inject
    Database database;

    @Inject
    Probe probe;

    @Inject
    Settings settings;

    @Inject
    Application application;

    @Inject
    Threads threads;

    /** Started once the tables could be used. */
    @Produces
    @Startup
    HealthCheck started() {
        return () -> databaseCheck("gork-started", this::open);
    }

    /**
     * Alive while all that is done now and then is done, also while it fails and backs off: a restart would not bring the
     * database back. It ends what hangs.
     */
    @Produces
    @Liveness
    HealthCheck alive() {
        return () -> {
            List<String> hanging = threads.hanging();
            HealthCheckResponseBuilder response = named("gork-alive");
            return hanging.isEmpty()
                    ? response.up().build()
                    : response.down()
                            .withData("hanging", String.join(", ", hanging))
                            .build();
        };
    }

    /** Ready while the database can be written to, its answers come in time, and the node is not stopping. */
    @Produces
    @Readiness
    HealthCheck ready() {
        return () -> {
            if (engine.stopping()) {
                return named("gork-ready")
                        .down()
                        .withData("reason", "this node is stopping")
                        .withData("running", workload.running())
                        .build();
            }
            return databaseCheck("gork-ready", settings.readiness() ? this::checkDatabase : () -> {});
        };
    }

    private void open() {
        database.open(AT_ONCE);
    }

    /**
     * Why the tables are not ready says more than that the database has not answered. And a heartbeat is written and
     * committed, unlike the probe's question: it may be the commits that wait.
     */
    private void checkDatabase() {
        open();
        if (!heartbeat.late().isZero()) {
            throw new StoreUnavailableException(
                    "Heartbeats are late: the database writes or commits too slowly.", null);
        }
        probe.checkWritable();
    }

    /** The server's answer has the checks of all its applications. */
    private HealthCheckResponseBuilder named(String check) {
        return HealthCheckResponse.named(check).withData("application", application.name());
    }

    private HealthCheckResponse databaseCheck(String name, Runnable check) {
        HealthCheckResponseBuilder response = named(name);
        try {
            check.run();
            downFor.remove(name);
            return response.up().build();
        } catch (RuntimeException e) {
            String reason = SqlErrors.reason(e);
            if (!reason.equals(downFor.put(name, reason))) { // once, however often it is asked
                LOG.log(Level.WARNING, "{0} is down: {1}", name, SqlErrors.message(e));
            }
            return response.down().withData("reason", reason).build();
        }
    }
}
