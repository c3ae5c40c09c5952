package dev.gork.config;

import dev.gork.InvalidSettingException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one part of gork, each read once. Every bean of this type is found when the application is deployed: its
 * values are checked then, and its settings are no longer unknown ones.
 */
public abstract class SettingGroup {
    private final SettingList list;
    private final Config config;
    private final Map<String, Object> values = new ConcurrentHashMap<>();

    /** Takes them from a configuration. */
    protected SettingGroup(SettingList list, Config config) {
        this.list = list;
        this.config = config;
    }

    /** Returns its settings. */
    public List<Setting<?>> settings() {
        return list.all();
    }

    /**
     * Reads and checks all of them.
     *
     * @throws InvalidSettingException for the first value that cannot be used
     */
    public void check() {
        settings().forEach(this::value);
    }

    /**
     * Returns what a setting is set to, or its default.
     *
     * @throws InvalidSettingException if it cannot be used
     */
    @SuppressWarnings("unchecked") // put there under the same setting's key
    protected <T> T value(Setting<T> setting) {
        return (T) Objects.requireNonNull(values.computeIfAbsent(setting.key(), key -> {
            String text = text(key);
            return setting.parse(text == null ? setting.defaultText() : text, key);
        }));
    }

    /** Returns what the configuration has under a key; null for nothing. */
    protected @Nullable String text(String key) {
        return config.getOptionalValue(key, String.class)
                // Liberty turns a key into capitals by the server's language, so a Turkish one does not find
                // GORK_POLL_INTERVAL.
                .or(() -> config.getOptionalValue(SettingNames.variable(key), String.class))
                .orElse(null);
    }
}
