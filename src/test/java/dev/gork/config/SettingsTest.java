package dev.gork.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gork.Backoff;
import dev.gork.InvalidSettingException;
import dev.gork.QueueDefaults;
import dev.gork.console.config.ConsoleSettings;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
    void docsListEverySettingWithItsDefaultAndWhatItTakesAndNoOther() throws IOException {
        List<String> listed = Files.readAllLines(Path.of("docs/settings.md")).stream()
                .filter(line -> line.startsWith("| `gork."))
                .map(row -> row.substring(0, row.lastIndexOf(" | ")))
                .toList();

        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                all().stream(),
                                Settings.PER_QUEUE.all().stream()
                                        .map(each -> each.at("gork.queues.<queue>." + each.key())))
                        .map(SettingsTest::row)
                        .toList());
    }

    private static String row(Setting<?> setting) {
        String value = setting.defaultText().isEmpty() ? "none" : "`" + setting.defaultText() + "`";
        return "| `" + setting.key() + "` | " + value + " | " + setting.allowed();
    }

    private static List<Setting<?>> all() {
        List<Setting<?>> all = new ArrayList<>(settings(Map.of()).settings());
        all.addAll(ConsoleSettings.from(new MapConfig(Map.of())).settings());
        return all;
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
}
