package dev.gork.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.InvalidSettingException;
import dev.gork.console.config.ConsoleSettings;
import dev.gork.testing.Hostile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Promise 10, for settings: whatever someone configures is a usable value, or a clear error that names the way out. */
class HostileSettingsTest {
    private static final long SEED = 20_261_124;
    private static final int VALUES_PER_SETTING = 200;
    private static final int LONGEST_MESSAGE = 1000;

    @Test
    void aHostileSettingIsAClearErrorOrAUsableValue() {
        Hostile hostile = new Hostile(SEED);
        int refused = 0;
        int used = 0;
        for (Setting<?> setting : everyKey()) {
            for (int i = 0; i < VALUES_PER_SETTING; i++) {
                String value = hostile.setting();
                if (isRefused(setting, value)) {
                    refused++;
                } else {
                    used++;
                }
            }
        }

        assertThat(refused).isGreaterThan(used);
        assertThat(used).isGreaterThan(100);
    }

    private static boolean isRefused(Setting<?> setting, String value) {
        try {
            MapConfig config = new MapConfig(Map.of(setting.key(), value));
            Settings.from(config).queue("invoice", null);
            ConsoleSettings.from(config);
            return false;
        } catch (InvalidSettingException e) {
            assertThat(e.getMessage())
                    .as("seed %d, %s = '%s'", SEED, setting.key(), value)
                    .contains(setting.key())
                    .containsAnyOf(setting.allowed(), "it must be at least twice")
                    .hasSizeLessThan(LONGEST_MESSAGE);
            return true;
        }
    }

    /** Of the node, of all queues, and of one queue. */
    private static List<Setting<?>> everyKey() {
        MapConfig none = new MapConfig(Map.of());
        List<Setting<?>> all = new ArrayList<>(Settings.from(none).settings());
        all.addAll(ConsoleSettings.from(none).settings());
        for (Setting<?> setting : Settings.PER_QUEUE.all()) {
            all.add(setting.at("gork.queue-defaults." + setting.key()));
            all.add(setting.at("gork.queues.invoice." + setting.key()));
        }
        return all;
    }
}
