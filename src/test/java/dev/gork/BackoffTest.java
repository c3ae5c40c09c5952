package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The time before a retry. */
class BackoffTest {
    private static final Backoff SHIPPED = Backoff.exponential(Duration.ofSeconds(10), Duration.ofHours(1));

    @ParameterizedTest
    @CsvSource({"0, 10", "1, 20", "2, 40", "5, 320", "8, 2560", "9, 3600", "19, 3600", "2147483647, 3600", "-1, 10"})
    void doublesFromRetryToRetryUpToItsMaximum(int retry, long seconds) {
        assertThat(SHIPPED.delay(retry, 0.5)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void jitterMovesItByATenthEitherWay() {
        assertThat(SHIPPED.delay(0, 0)).isEqualTo(Duration.ofSeconds(9));
        assertThat(SHIPPED.delay(0, 0.999999)).isBetween(Duration.ofMillis(10_990), Duration.ofSeconds(11));
    }

    @Test
    void aFixedIntervalStaysExactlyAsGorkHasIt() {
        assertThat(Backoff.fixed(Duration.ofSeconds(2)).delay(7, 0.9)).isEqualTo(Duration.ofSeconds(2));
    }
}
