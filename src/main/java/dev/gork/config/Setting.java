package dev.gork.config;

import dev.gork.InvalidSettingException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One setting: its key, what it is when nobody says, and which values it takes.
 *
 * @param key the key in MicroProfile Config, lower-case and dashed
 * @param defaultText the default, written as a user would
 * @param allowed which values it takes, in words
 * @param parser reads a value, or throws IllegalArgumentException
 */
record Setting<T>(String key, String defaultText, String allowed, Function<String, T> parser) {

    private static final int LONGEST_SHOWN = 100;

    /** What is sent there without encryption, nobody else reads. */
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    static Setting<Duration> duration(String key, String defaultText, String min, String max) {
        return new Setting<>(
                key, defaultText, "a duration from " + min + " to " + max, inRange(Durations::parse, min, max));
    }

    static Setting<Integer> integer(String key, int defaultValue, int min, int max) {
        return new Setting<>(
                key,
                Integer.toString(defaultValue),
                "a whole number from " + min + " to " + max,
                Setting.<Integer>inRange(Integer::valueOf, Integer.toString(min), Integer.toString(max)));
    }

    static Setting<Boolean> bool(String key, boolean defaultValue) {
        return new Setting<>(key, Boolean.toString(defaultValue), "true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        });
    }

    static <E extends Enum<E>> Setting<E> choice(String key, E defaultValue) {
        List<E> values = Arrays.asList(defaultValue.getDeclaringClass().getEnumConstants());
        String words = values.stream().map(Setting::word).collect(Collectors.joining(", "));
        return new Setting<>(
                key,
                word(defaultValue),
                "one of " + words,
                text -> values.stream()
                        .filter(value -> word(value).equals(text))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no such choice")));
    }

    /** A list with commas in between; none by default. */
    static Setting<Set<String>> texts(String key) {
        return new Setting<>(
                key,
                "",
                "a list with commas in between",
                text -> Stream.of(text.split(","))
                        .map(String::strip)
                        .filter(each -> !each.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** A text. */
    static Setting<String> text(String key, String defaultText) {
        return new Setting<>(key, defaultText, "a text", text -> text);
    }

    /** The address of a site, over HTTPS if it is not on this machine; empty by default. */
    static Setting<String> address(String key) {
        return new Setting<>(key, "", "an address that begins with https://", text -> {
            URI uri = URI.create(text);
            boolean secure = "https".equals(uri.getScheme()) && uri.getHost() != null;
            boolean here = "http".equals(uri.getScheme()) && LOOPBACK.contains(String.valueOf(uri.getHost()));
            if (text.isEmpty() || secure || here) {
                return text;
            }
            throw new IllegalArgumentException("no such address");
        });
    }

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

    T defaultValue() {
        return parse(defaultText, key);
    }

    private static <T extends Comparable<T>> Function<String, T> inRange(
            Function<String, T> parser, String min, String max) {
        T low = parser.apply(min);
        T high = parser.apply(max);
        return text -> {
            T value = parser.apply(text);
            if (value.compareTo(low) < 0 || value.compareTo(high) > 0) {
                throw new IllegalArgumentException("out of range");
            }
            return value;
        };
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT);
    }
}
