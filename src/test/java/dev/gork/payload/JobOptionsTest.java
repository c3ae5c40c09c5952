package dev.gork.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gork.Backoff;
import dev.gork.config.QueueSettings;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options that a row carries win; what it leaves out comes from its queue. */
class JobOptionsTest {
    private static final QueueSettings QUEUE = new QueueSettings(
            1, Duration.ofMinutes(1), 7, Backoff.exponential(Duration.ofSeconds(3), Duration.ofSeconds(30)));

    @Test
    void anEmptyRowTakesAllFromItsQueue() {
        assertThat(of("{}")).isEqualTo(new JobOptions(7, QUEUE.backoff()));
    }

    @Test
    void gorksOwnOptionsKeepTheirMeaning() {
        assertThat(of("{\"max_retries\":3,\"retry_interval\":2000000000}"))
                .isEqualTo(new JobOptions(3, Backoff.fixed(Duration.ofSeconds(2))));
    }

    @Test
    void whatIsWrittenIsRead() {
        Backoff backoff = Backoff.exponential(Duration.ofMillis(5), Duration.ofDays(2));

        assertThat(of(JobOptions.toJson(OptionalInt.of(4), backoff))).isEqualTo(new JobOptions(4, backoff));
        assertThat(JobOptions.toJson(OptionalInt.empty(), null)).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "null",
                "5",
                "{\"max_retries\":-1}",
                "{\"max_retries\":\"3\"}",
                "{\"max_retries\":null}",
                "{\"retry_interval\":-1}",
                "{\"retry_interval\":{}}",
                "{\"backoff\":\"linear\"}",
                "{\"backoff\":7}"
            })
    void aHostileRowIsRefusedInWords(String json) {
        assertThatThrownBy(() -> of(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("option");
    }

    @Test
    void forEverIsAsLongAsItGets() {
        assertThat(of("{\"max_retries\":2147483647,\"retry_interval\":1e30}"))
                .isEqualTo(new JobOptions(10_000, Backoff.fixed(Duration.ofDays(365))));
    }

    private static JobOptions of(String json) {
        return JobOptions.of(JsonCodecTest.codec().tree(json), QUEUE);
    }
}
