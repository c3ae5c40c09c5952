package dev.gork.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How often a node scans a queue from its head, where jobs are that were released. */
class HeadScansTest {
    private final HeadScans scans = new HeadScans();

    @Test
    void aQuickScanIsMadeEveryTime() {
        scans.made(Duration.ofMillis(5));

        assertThat(scans.isDue()).isTrue();
    }

    @Test
    void aSlowScanTakesATenthOfTheTime() {
        assertThat(HeadScans.pauseAfter(Duration.ofMillis(100))).isEqualTo(Duration.ofSeconds(1));
        scans.made(Duration.ofMillis(100));

        assertThat(scans.isDue()).isFalse();
    }

    /** Promise 7: one claim that took a minute, because the process was frozen in it, was followed by ten blind ones. */
    @Test
    void aScanThatWasHeldUpDoesNotBlindTheNode() {
        assertThat(HeadScans.pauseAfter(Duration.ofMinutes(1))).isLessThanOrEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void whatALaterClaimLeftOutIsScannedOnce() {
        scans.made(Duration.ofMinutes(1));

        assertThat(scans.leftOut()).hasValueSatisfying(wait -> assertThat(wait).isPositive());
        assertThat(scans.leftOut()).isEmpty();

        scans.made(Duration.ofMinutes(1));
        assertThat(scans.leftOut()).as("after the next one").isPresent();
    }
}
