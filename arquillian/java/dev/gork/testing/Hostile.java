package dev.gork.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Values that break what is careless: the same ones for the same seed. */
public final class Hostile {
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\t\n",
            "a\0b",
            "\uD800",
            "\uDC00x",
            "\uFFFF",
            "\uFEFF",
            "\u202Eabc",
            "e\u0301\u0302\u0303",
            "\uD83D\uDC68\u200D\uD83D\uDC69",
            "'; DROP TABLE jobs; --",
            "\" OR 1=1 --",
            "$1 ?1 :x {0} %s ${jndi:ldap://x}",
            "<script>alert(1)</script>",
            "../../etc/passwd",
            "..",
            "/",
            "%2F%00",
            "null",
            "{}",
            "\\",
            "\\u0000",
            "x".repeat(199),
            "x".repeat(100_000),
            "\uD83D\uDE00".repeat(150));

    private static final List<String> JSON = List.of(
            "",
            "{",
            "{}",
            "[]",
            "null",
            "NaN",
            "{\"a\":NaN}",
            "1e999999999",
            "1e-999999999",
            "1".repeat(5_000),
            "\"\\u0000\"",
            "\"\\ud800\"",
            "{\"a\":1,\"a\":2}",
            "{'a':1}",
            "[".repeat(100_000),
            "[".repeat(150) + "]".repeat(150),
            "[".repeat(300) + "]".repeat(300),
            "{\"a\":".repeat(250) + "1" + "}".repeat(250),
            "\"" + "y".repeat(2_000_000) + "\"",
            "[" + "1,".repeat(50_000) + "1]",
            "\"x\" \"y\"",
            "true",
            "// comment\n{}");

    private static final List<String> OPTIONS = List.of(
            "{}",
            "[]",
            "null",
            "1",
            "{\"max_retries\":null}",
            "{\"max_retries\":-1}",
            "{\"max_retries\":1e30}",
            "{\"max_retries\":\"3\"}",
            "{\"retry_interval\":-5}",
            "{\"retry_interval\":9223372036854775807}",
            "{\"retry_interval\":1e400}",
            "{\"retry_interval\":{}}",
            "{\"backoff\":\"none\"}",
            "{\"backoff\":\"exponential\",\"retry_interval\":1,\"retry_max_interval\":0}",
            "{\"unknown\":[[[]]]}");

    private static final List<Instant> INSTANTS = List.of(
            Instant.MIN,
            Instant.MAX,
            Instant.EPOCH,
            Instant.EPOCH.minusNanos(1),
            Instant.parse("-4713-01-01T00:00:00Z"),
            Instant.parse("9999-12-31T23:59:59.999999999Z"),
            Instant.parse("+294277-01-01T00:00:00Z"),
            Instant.parse("2020-02-29T12:00:00.123456789Z"));

    private static final List<Duration> DURATIONS = List.of(
            Duration.ZERO,
            Duration.ofNanos(-1),
            Duration.ofNanos(1),
            Duration.ofSeconds(Long.MAX_VALUE),
            Duration.ofSeconds(Long.MIN_VALUE),
            Duration.ofDays(36_501),
            Duration.ofDays(365));

    private static final List<String> SETTINGS = List.of(
            "0",
            "-0",
            "1",
            "00005",
            "1.5",
            "1e3",
            "NaN",
            "2147483648",
            "-2147483648",
            "9".repeat(500),
            "\uFF11\uFF10",
            "true",
            "TRUE",
            "yes",
            "apply",
            "fixed",
            "Exponential",
            "10 s",
            "0ms",
            "-5s",
            "999999999d",
            "1000000000d",
            "10S",
            "PT10S",
            "PT-1S",
            "P1Y",
            "PT9223372036854775807S",
            "PT9223372036854775808S",
            "${gork.lease}");

    private final Random random;

    /** With a seed, which a failure should name. */
    public Hostile(long seed) {
        random = new Random(seed);
    }

    /** One in so many. */
    public boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    /** A number from 0 up to, and without, this one. */
    public int upTo(int end) {
        return random.nextInt(end);
    }

    /** A text, also an empty, broken or huge one. */
    public String text() {
        return oneIn(3) ? noise(random.nextInt(300)) : pick(TEXTS);
    }

    /** The text of a setting, sometimes a plausible one. */
    public String setting() {
        return switch (random.nextInt(5)) {
            case 0 -> text();
            case 1 -> String.valueOf(number());
            case 2 -> random.nextInt(5_000) + pick(List.of("ms", "s", "m", "h", "d", "w", ""));
            default -> pick(SETTINGS);
        };
    }

    /** JSON, or what looks like it. */
    public String json() {
        return oneIn(6) ? noise(random.nextInt(50)) : pick(JSON);
    }

    /** Options that a row may carry; always JSON. */
    public String options() {
        return pick(OPTIONS);
    }

    /** A time, also one that no database has. */
    public Instant instant() {
        return pick(INSTANTS);
    }

    /** A duration, also an endless or negative one. */
    public Duration duration() {
        return pick(DURATIONS);
    }

    /** A number, most likely at the end of a range. */
    public int number() {
        return pick(List.of(0, 1, -1, 100, 101, Integer.MAX_VALUE, Integer.MIN_VALUE, random.nextInt()));
    }

    /** An object to write as JSON, also one that cannot be. */
    public Object object() {
        return switch (random.nextInt(9)) {
            case 0 -> Double.NaN;
            case 1 -> Double.NEGATIVE_INFINITY;
            case 2 -> cyclic();
            case 3 -> new Object[] {text(), number(), null};
            case 4 -> Arrays.asList(text(), null, Map.of("a", text()));
            case 5 -> new Unreadable();
            case 6 -> new Thread();
            case 7 -> Map.of(text(), number());
            default -> text();
        };
    }

    private static Map<String, Object> cyclic() {
        Map<String, Object> self = new HashMap<>();
        self.put("self", new ArrayList<>(List.of(self)));
        return self;
    }

    private String noise(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) random.nextInt(oneIn(2) ? 128 : 65_536));
        }
        return text.toString();
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** An object whose getter fails. */
    public static class Unreadable {
        /** Never answers. */
        public String getValue() {
            throw new IllegalStateException("unreadable");
        }
    }
}
