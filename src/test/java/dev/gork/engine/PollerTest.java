package dev.gork.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How often a node looks at a queue from its beginning, where jobs are that were given back. */
class PollerTest {
    @Test
    void aCheapLookIsMadeEveryTime() {
        assertThat(Poller.pauseAfter(Duration.ofMillis(5))).isZero();
    }

    @Test
    void aCostlyLookTakesATenthOfTheTime() {
        assertThat(Poller.pauseAfter(Duration.ofMillis(100))).isEqualTo(Duration.ofSeconds(1));
    }

    /** Promise 7: one claim that took a minute, because the process was frozen in it, was followed by ten blind ones. */
    @Test
    void aLookThatWasHeldUpDoesNotBlindTheNode() {
        assertThat(Poller.pauseAfter(Duration.ofMinutes(1))).isLessThanOrEqualTo(Duration.ofSeconds(3));
    }
}
