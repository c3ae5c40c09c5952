package dev.gork.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gork.JobPayloadException;
import dev.gork.config.MapConfig;
import dev.gork.config.Settings;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise 10: what a database would refuse never reaches it. */
class JsonCodecTest {
    private final JsonCodec codec = codec();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "1",
                "-1.5e300",
                "\"text\"",
                "{\"a\":[1,{\"b\":\"\uD83D\uDE00 \\u00e9\"}]}",
                " {} "
            })
    void validJsonPasses(String json) {
        assertThat(codec.check(json)).isEqualTo(json);
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
                Arguments.of("", "empty"),
                Arguments.of("   ", "empty"),
                Arguments.of("{", "not valid JSON"),
                Arguments.of("{} {}", "not valid JSON"),
                Arguments.of("{'a':1}", "not valid JSON"),
                Arguments.of("NaN", "not valid JSON"),
                Arguments.of("{\"a\":Infinity}", "not valid JSON"),
                Arguments.of("'; DROP TABLE jobs; --", "not valid JSON"),
                Arguments.of("\"a\\u0000b\"", "NUL"),
                Arguments.of("{\"\\u0000\":1}", "NUL"),
                Arguments.of("\"\\ud800\"", "surrogate"),
                Arguments.of("\"\\udc00\\ud800\"", "surrogate"),
                Arguments.of("1e400000", "digits"),
                Arguments.of("1e99999999999", "digits"),
                Arguments.of("1e-20000", "digits"),
                Arguments.of("1" + "0".repeat(2000), "digits"),
                Arguments.of("[".repeat(201) + "]".repeat(201), "200 levels"),
                Arguments.of("[".repeat(100_000), "levels"),
                Arguments.of("\"" + "x".repeat(262_143) + "\"", "gork.max-payload-size"),
                Arguments.of("\"" + "\u20ac".repeat(90_000) + "\"", "gork.max-payload-size"));
    }

    @ParameterizedTest
    @MethodSource
    void unusable(String json, String reason) {
        assertThatThrownBy(() -> codec.check(json))
                .isInstanceOf(JobPayloadException.class)
                .hasMessageContaining(reason);
    }

    public static class Cyclic {
        public Cyclic self = this;
    }

    public static class Throwing {
        public String getName() {
            throw new IllegalStateException("no name");
        }
    }

    @Test
    void objectsThatCannotBeWritten() {
        for (Object value : List.of(new Cyclic(), new Throwing(), Map.of("x", "\0"))) {
            assertThatThrownBy(() -> codec.write(value)).isInstanceOf(JobPayloadException.class);
        }
    }

    @Test
    void aNumberThatIsNoneIsEitherRefusedOrValidJson() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            try {
                assertThat(codec.check(codec.write(Map.of("x", value)))).isNotBlank();
            } catch (JobPayloadException refused) {
                assertThat(refused).hasMessageContaining("JSON");
            }
        }
    }

    @Test
    void readingAsTheWrongTypeNamesTheType() {
        assertThatThrownBy(() -> codec.read("{\"a\":\"x\"}", Integer.class))
                .isInstanceOf(JobPayloadException.class)
                .hasMessageContaining("java.lang.Integer");
    }

    public record Account(String owner, int balance, LocalDate since, Address address) {}

    public record Address(int zip) {}

    static Stream<Arguments> unreadable() {
        return Stream.of(
                Arguments.of("{\"balance\":\"s3cret\"}", "/balance"),
                Arguments.of("{\"since\":\"s3cret\"}", "/since"),
                Arguments.of("{\"address\":{\"zip\":\"s3cret\"}}", "/address/zip"),
                Arguments.of("{\"owner\":\"s3cret\",}", "line 1, column "),
                Arguments.of("\"s3cret\"", "Account"));
    }

    /** Who may see an error need not be allowed to see the payload. */
    @ParameterizedTest
    @MethodSource("unreadable")
    void whatCannotBeReadIsSaidWithItsPlaceAndWithoutItsValues(String json, String place) {
        assertThatThrownBy(() -> codec.read(json, Account.class))
                .isInstanceOf(JobPayloadException.class)
                .hasMessageContaining(Account.class.getName())
                .hasMessageContaining(place)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aNumberThatIsTooLongIsNotRepeated() {
        assertThatThrownBy(() -> codec.check("{\"n\":" + "7".repeat(1_200) + "}"))
                .isInstanceOf(JobPayloadException.class)
                .hasMessageContaining("line 1, column")
                .hasMessageNotContaining("777");
    }

    public static class Talkative {
        public String getPassword() {
            throw new IllegalStateException("s3cret");
        }
    }

    @Test
    void whatCannotBeWrittenIsNotRepeated() {
        assertThatThrownBy(() -> codec.write(new Talkative()))
                .isInstanceOf(JobPayloadException.class)
                .hasMessageContaining(Talkative.class.getName())
                .hasMessageNotContaining("s3cret");
    }

    static JsonCodec codec() {
        JsonCodec codec = new JsonCodec();
        codec.settings = Settings.from(new MapConfig(Map.of()));
        codec.open((jakarta.json.bind.JsonbConfig) null);
        return codec;
    }
}
