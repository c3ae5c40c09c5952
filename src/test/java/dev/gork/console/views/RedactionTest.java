package dev.gork.console.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.JobInfo;
import dev.gork.JobStatus;
import dev.gork.config.MapConfig;
import dev.gork.console.config.ConsoleSettings;
import dev.gork.jobs.JobExcerpt;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be read is hidden, for it may hold what is to be hidden. */
class RedactionTest {
    private final Redaction redaction = redaction("password");

    static Stream<String> withASecret() {
        return Stream.of(
                "{\"password\":\"s3cret\",\"n\":" + "7".repeat(1_200) + "}",
                "{\"n\":1E1000000000,\"password\":\"s3cret\"}",
                "{\"PassWord\":\"s3cret\"}",
                "{\"p\\u0061ssword\":\"s3cret\"}",
                "{\"password\":\"s3cret\",\"password\":\"s3cret too\"}",
                "{\"a\":[{\"b\":{\"password\":{\"is\":\"s3cret\"}}}]}",
                "[[{\"password\":[\"s3cret\"]}]]",
                "[".repeat(600) + "{\"password\":\"s3cret\"}" + "]".repeat(600),
                "{\"body\":\"{\\\"password\\\":\\\"s3cret\\\"}\"}",
                "\"[{\\\"password\\\":\\\"s3cret\\\"}]\"",
                "{\"body\":\"{\\\"password\\\":\\\"s3cret\"}",
                "{\"password\":\"s3cret\"",
                "password=s3cret");
    }

    @ParameterizedTest
    @MethodSource("withASecret")
    void aHiddenFieldIsHiddenHoweverItIsWritten(String json) {
        assertThat(ViewJson.of(redaction.show(whole(json, json), false))).doesNotContain("s3cret");
        assertThat(ViewJson.of(redaction.show(whole(json, json), true))).contains("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"note\":\"a password is needed\"}",
                "{\"note\":\"[draft] 1.10\",\"n\":1.10}",
                "[\"password\"]",
                "1.10",
                "{\"body\":\"{\\\"user\\\":1}\"}"
            })
    void whatIsNoHiddenFieldIsShownAsItIs(String json) {
        assertThat(redaction.show(whole(json, "{}"), false).arguments()).hasToString(json);
    }

    @Test
    void theBeginningOfALongTextIsShownOnlyToThoseFromWhomNothingIsHidden() {
        JobExcerpt job = new JobExcerpt(job("{\"x\":1,\"password\":\"s3cr", "{}"), Map.of("arguments", 250_000L));

        JobView viewed = redaction.show(job, false);
        assertThat(viewed.arguments()).isEqualTo(JsonValue.NULL);
        assertThat(viewed.shortened()).isEqualTo(Map.of("arguments", 250_000L));
        assertThat(text(redaction.show(job, true))).startsWith("{\"x\":1");
        assertThat(text(redaction("").show(job, false))).startsWith("{\"x\":1");
    }

    private static String text(JobView job) {
        return ((JsonString) job.arguments()).getString();
    }

    private static JobExcerpt whole(String arguments, String result) {
        return new JobExcerpt(job(arguments, result), Map.of());
    }

    private static JobInfo job(String arguments, String result) {
        Instant time = Instant.EPOCH;
        return new JobInfo(
                "a",
                "q",
                JobStatus.COMPLETED,
                arguments,
                result,
                null,
                0,
                "{}",
                0,
                1,
                0,
                1,
                null,
                time,
                time,
                time,
                time,
                time,
                null,
                null);
    }

    private static Redaction redaction(String fields) {
        Redaction redaction = new Redaction();
        redaction.settings = ConsoleSettings.from(new MapConfig(Map.of("gork.console.hidden-fields", fields)));
        return redaction;
    }
}
