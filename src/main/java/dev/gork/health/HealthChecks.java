package dev.gork.health;

import dev.gork.config.Settings;
import dev.gork.engine.Engine;
import dev.gork.store.Database;
import dev.gork.store.SqlErrors;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** What the server's {@code /health} says of this library. */
@ApplicationScoped
class HealthChecks {
    @Inject
    Engine engine;

    @Inject
    Database database;

    @Inject
    Probe probe;

    @Inject
    Settings settings;

    /** Started once the tables could be used. */
    @Produces
    @Startup
    HealthCheck started() {
        return () -> databaseCheck("gork-started", database::open);
    }

    /** Alive while the poller turns, also while it backs off: a restart would not bring the database back. */
    @Produces
    @Liveness
    HealthCheck alive() {
        return () ->
                HealthCheckResponse.named("gork-alive").status(engine.turning()).build();
    }

    /** Ready while the database can be written to, and the node is not stopping. */
    @Produces
    @Readiness
    HealthCheck ready() {
        return () -> {
            if (engine.stopping()) {
                return HealthCheckResponse.named("gork-ready")
                        .down()
                        .withData("reason", "this node is stopping")
                        .withData("running", engine.busy())
                        .build();
            }
            return databaseCheck("gork-ready", settings.readiness() ? probe::checkWritable : () -> {});
        };
    }

    private static HealthCheckResponse databaseCheck(String name, Runnable check) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named(name);
        try {
            check.run();
            return response.up().build();
        } catch (RuntimeException e) {
            return response.down().withData("reason", SqlErrors.message(e)).build();
        }
    }
}
