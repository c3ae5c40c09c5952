package dev.gork.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void ofNothingThePercentileIsZero() {
        assertThat(new Spread().p95()).isZero();
    }

    @Test
    void thePercentileLiesInTheBucketOfWhatItIs() {
        Spread spread = new Spread();
        IntStream.range(0, 94).forEach(i -> spread.add(Duration.ofMillis(5)));
        IntStream.range(0, 6).forEach(i -> spread.add(Duration.ofMillis(3000)));

        assertThat(spread.p95()).isBetween(2048.0, 4096.0);
    }

    @Test
    void aRareOutlierDoesNotMoveIt() {
        Spread spread = new Spread();
        IntStream.range(0, 99).forEach(i -> spread.add(Duration.ofMillis(5)));
        spread.add(Duration.ofHours(1));

        assertThat(spread.p95()).isBetween(4.0, 8.0);
    }

    @Test
    void timesBeyondAnyBucketAndBelowZeroCountAllTheSame() {
        Spread spread = new Spread();
        spread.add(Duration.ofDays(3650));
        spread.add(Duration.ofMillis(-5));

        assertThat(spread.toArray()).contains(1);
        assertThat(spread.toArray()[0]).isEqualTo(1);
        assertThat(spread.toArray()[Spread.BUCKETS - 1]).isEqualTo(1);
    }

    @Test
    void spreadsOfManyNodesAddUp() {
        Spread fast = new Spread();
        IntStream.range(0, 50).forEach(i -> fast.add(Duration.ofMillis(1)));
        Spread slow = new Spread();
        IntStream.range(0, 50).forEach(i -> slow.add(Duration.ofMillis(100)));
        fast.add(slow);

        assertThat(fast.p95()).isBetween(64.0, 128.0);
    }
}
