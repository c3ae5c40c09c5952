package dev.gork.config;

import dev.gork.InvalidSettingException;
import java.util.function.Function;

/**
 * One setting: its key, what it is when nobody says, and which values it takes. It is made by the {@link SettingList} that
 * it belongs to.
 *
 * @param key the key in MicroProfile Config, lower-case and dashed
 * @param defaultText the default, written as a user would
 * @param allowed which values it takes, in words
 * @param parser reads a value, or throws IllegalArgumentException
 */
public record Setting<T>(String key, String defaultText, String allowed, Function<String, T> parser) {

    private static final int LONGEST_SHOWN = 100;

    /** The same setting under another key. */
    Setting<T> at(String otherKey) {
        return new Setting<>(otherKey, defaultText, allowed, parser);
    }

    /** @throws InvalidSettingException naming the source, the value and what is allowed */
    T parse(String text, String source) {
        try {
            return parser.apply(text.strip());
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(
                    source + " is '" + shown(text) + "', which cannot be used (" + shown(String.valueOf(e.getMessage()))
                            + "): it takes " + allowed + "; "
                            + (defaultText.isEmpty()
                                    ? "there is none by default."
                                    : "the default is " + defaultText + "."),
                    e);
        }
    }

    private static String shown(String text) {
        return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
    }
}
