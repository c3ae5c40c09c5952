package dev.gork.console.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Guessing is bounded, and so is what is remembered of it. */
class ThrottleTest {
    private final Throttle throttle = new Throttle();

    @Test
    void tenFailuresOfANameFromAnAddressAreEnough() {
        fail("ada", "10.0.0.1", 10);

        assertThat(throttle.attempt("ada", "10.0.0.1").refused()).isTrue();
        assertThat(throttle.attempt("ada", "10.0.0.1").waitSeconds()).isBetween(1L, 301L);
    }

    @Test
    void theOwnerElsewhereAndOthersThereGoOn() {
        fail("ada", "10.0.0.1", 10);

        assertThat(throttle.attempt("ada", "10.0.0.2").refused()).isFalse();
        assertThat(throttle.attempt("grace", "10.0.0.1").refused()).isFalse();
    }

    @Test
    void aHundredFailuresFromAnAddressAreEnough() {
        IntStream.range(0, 100).forEach(i -> fail("name-" + i, "10.0.0.1", 1));

        assertThat(throttle.attempt("ada", "10.0.0.1").refused()).isTrue();
        assertThat(throttle.attempt("ada", "10.0.0.2").refused()).isFalse();
    }

    @Test
    void successForgetsTheFailuresBefore() {
        fail("ada", "10.0.0.1", 9);
        throttle.attempt("ada", "10.0.0.1").succeeded();
        fail("ada", "10.0.0.1", 9);

        assertThat(throttle.attempt("ada", "10.0.0.1").refused()).isFalse();
    }

    @Test
    void manyGoodSignInsFromAnAddressAreNoGuessing() {
        IntStream.range(0, 1000)
                .forEach(i -> throttle.attempt("ada", "10.0.0.1").succeeded());

        assertThat(throttle.attempt("ada", "10.0.0.1").refused()).isFalse();
    }

    @Test
    void whatIsRememberedIsBounded() {
        IntStream.range(0, 50_000).forEach(i -> fail("name", "10.0." + i / 256 + "." + i % 256, 1));

        assertThat(throttle.remembered()).isLessThanOrEqualTo(20_000);
    }

    private void fail(String name, String address, int times) {
        IntStream.range(0, times)
                .forEach(i ->
                        assertThat(throttle.attempt(name, address).refused()).isFalse());
    }
}
