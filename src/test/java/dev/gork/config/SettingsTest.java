package dev.gork.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gork.Backoff;
import dev.gork.InvalidSettingException;
import dev.gork.QueueDefaults;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings are typed and checked; the nearest one wins. */
class SettingsTest {
    @Test
    void shippedDefaults() {
        Settings settings = settings(Map.of());

        assertThat(settings.pollInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.reaperInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.lease()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.shutdownGrace()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.enabled()).isTrue();
        assertThat(settings.queue("any", null))
                .isEqualTo(new QueueSettings(
                        10,
                        Duration.ofMinutes(1),
                        20,
                        Backoff.exponential(Duration.ofSeconds(10), Duration.ofHours(1))));
    }

    @Test
    void aQueuesOwnSettingBeatsTheCodeWhichBeatsTheConfiguredDefault() {
        Settings settings = settings(Map.of(
                "gork.queue-defaults.instances", "2",
                "gork.queue-defaults.timeout", "2s",
                "gork.queue-defaults.max-retries", "2",
                "gork.queues.my.queue.instances", "4"));

        QueueSettings queue = settings.queue("my.queue", new InCode(3, "3s"));

        assertThat(queue.instances()).isEqualTo(4);
        assertThat(queue.timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(queue.maxRetries()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "gork.poll-interval, 0s", "gork.poll-interval, fast", "gork.poll-interval, -1s", "gork.poll-interval, ''",
        "gork.enabled, yes", "gork.schema, drop", "gork.max-payload-size, 99999999", "gork.lease, 1s",
        "gork.queue-defaults.instances, 0", "gork.queue-defaults.backoff, linear", "gork.max-rescues, 1.5"
    })
    void aValueThatCannotBeUsedIsRefusedWithItsKeyAndTheWayOut(String key, String value) {
        assertThatThrownBy(() -> settings(Map.of(key, value)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining(key);
    }

    @Test
    void aBadValueInCodeNamesItsQueue() {
        assertThatThrownBy(() -> settings(Map.of()).queue("invoice", new InCode(3, "soon")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("@QueueDefaults of queue 'invoice': timeout is 'soon'")
                .hasMessageContaining("a duration from 10ms to 7d");
    }

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "10s, PT10S", "5m, PT5M", "2h, PT2H", "7d, PT168H", "PT1.5S, PT1.5S"})
    void durationsAsPeopleWriteThem(String written, Duration meant) {
        assertThat(Durations.parse(written)).isEqualTo(meant);
    }

    @Test
    void theReadmeListsEverySettingWithItsDefault() throws IOException {
        String readme = Files.readString(Path.of("README.md"));

        for (Setting<?> setting : Settings.ALL) {
            String value = setting.defaultText().isEmpty() ? "none" : "`" + setting.defaultText() + "`";
            assertThat(readme).contains("| `" + setting.key() + "` | " + value + " |");
        }
        for (Setting<?> setting : Settings.PER_QUEUE) {
            assertThat(readme)
                    .containsPattern("\\| `[^|]*" + setting.key() + "`[^|]*\\| `" + setting.defaultText() + "` \\|");
        }
    }

    private static Settings settings(Map<String, String> values) {
        return Settings.from(new MapConfig(values));
    }

    private record InCode(int instances, String timeout) implements QueueDefaults {
        @Override
        public int maxRetries() {
            return -1;
        }

        @Override
        public String retryInterval() {
            return "";
        }

        @Override
        public String retryMaxInterval() {
            return "";
        }

        @Override
        public String backoff() {
            return "";
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return QueueDefaults.class;
        }
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
}
