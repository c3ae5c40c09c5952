package dev.gork.config;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes settings, and lists them in the order in which it made them: a constant that holds one is all that it takes. */
public final class SettingList {
    /** Loopback hosts, where plain HTTP is acceptable. */
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final List<Setting<?>> all = new ArrayList<>();

    /** Returns all that were made. */
    List<Setting<?>> all() {
        return List.copyOf(all);
    }

    /** Makes one that takes a time within these bounds, such as 500ms, 10s, 2h or 7d. */
    public Setting<Duration> duration(String key, String defaultText, String min, String max) {
        return add(key, defaultText, "a duration from " + min + " to " + max, inRange(Durations::parse, min, max));
    }

    /** Makes one that takes a whole number within these bounds. */
    public Setting<Integer> integer(String key, int defaultValue, int min, int max) {
        return add(
                key,
                Integer.toString(defaultValue),
                "a whole number from " + min + " to " + max,
                SettingList.<Integer>inRange(Integer::valueOf, Integer.toString(min), Integer.toString(max)));
    }

    /** Makes one that takes true or false. */
    public Setting<Boolean> bool(String key, boolean defaultValue) {
        return add(key, Boolean.toString(defaultValue), "true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        });
    }

    /** Makes one that takes the name of one of the enum's constants, in lower case. */
    public <E extends Enum<E>> Setting<E> choice(String key, E defaultValue) {
        List<E> values = Arrays.asList(defaultValue.getDeclaringClass().getEnumConstants());
        String words = values.stream().map(SettingList::word).collect(Collectors.joining(", "));
        return add(
                key,
                word(defaultValue),
                "one of " + words,
                text -> values.stream()
                        .filter(value -> word(value).equals(text))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no such choice")));
    }

    /** Makes one that takes a list with commas in between; none by default. */
    public Setting<Set<String>> texts(String key) {
        return add(
                key,
                "",
                "a list with commas in between",
                text -> Stream.of(text.split(","))
                        .map(String::strip)
                        .filter(each -> !each.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** Makes one that takes any text. */
    public Setting<String> text(String key, String defaultText) {
        return add(key, defaultText, "a text", text -> text);
    }

    /** Makes one that takes the address of a site, over HTTPS if it is not on this machine; empty by default. */
    public Setting<String> address(String key) {
        return add(key, "", "an address that begins with https://", text -> {
            URI uri = URI.create(text);
            boolean secure = "https".equals(uri.getScheme()) && uri.getHost() != null;
            boolean here = "http".equals(uri.getScheme()) && LOOPBACK.contains(String.valueOf(uri.getHost()));
            if (text.isEmpty() || secure || here) {
                return text;
            }
            throw new IllegalArgumentException("no such address");
        });
    }

    private <T> Setting<T> add(String key, String defaultText, String allowed, Function<String, T> parser) {
        Setting<T> setting = new Setting<>(key, defaultText, allowed, parser);
        all.add(setting);
        return setting;
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
        return value.name().toLowerCase(Locale.ROOT);
    }
}
