package dev.gork.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.config.MapConfig;
import dev.gork.config.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node claims under an id that others take for alive, and all the time. */
class HeartbeatTest {
    @ParameterizedTest(name = "lease {0}, heartbeat {1}")
    @CsvSource({"30s, 5s", "10s, 5s", "1s, 500ms", "4s, 100ms", "20m, 10m"})
    void aNodeStaysFreshUntilTheNextHeartbeatAlsoIfThatIsLate(String lease, String heartbeat) {
        Settings settings =
                Settings.from(new MapConfig(Map.of("gork.lease", lease, "gork.heartbeat-interval", heartbeat)));

        Duration interval = Heartbeat.interval(settings.heartbeatInterval(), settings.lease());
        Duration fresh = Heartbeat.fresh(interval, settings.lease());

        assertThat(interval).isLessThanOrEqualTo(settings.heartbeatInterval());
        assertThat(fresh).isGreaterThanOrEqualTo(interval.multipliedBy(2));
    }
}
