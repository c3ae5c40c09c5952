package dev.gork.console.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gork.config.MapConfig;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The console's settings are typed and checked, as the others are. */
class ConsoleSettingsTest {
    @Test
    void shippedDefaults() {
        ConsoleSettings settings = settings(Map.of());

        assertThat(settings.sessionTimeout()).isEqualTo(Duration.ofHours(12));
        assertThat(settings.hiddenFields()).isEmpty();
        assertThat(settings.openIdProvider()).isEmpty();
    }

    @Test
    void anOpenIdProviderNeedsHttpsAndASecret() {
        String provider = "gork.console.openid.provider";

        assertThatThrownBy(() -> settings(Map.of(provider, "http://id.example")))
                .hasMessageContaining("https://")
                .hasMessageContaining("there is none by default");
        assertThatThrownBy(() -> settings(Map.of(provider, "https://id.example")))
                .hasMessageContaining("client-secret");
        assertThat(settings(Map.of(provider, "https://id.example", "gork.console.openid.client-secret", "s"))
                        .openIdProvider())
                .isEqualTo("https://id.example");
    }

    private static ConsoleSettings settings(Map<String, String> values) {
        return ConsoleSettings.from(new MapConfig(values));
    }
}
