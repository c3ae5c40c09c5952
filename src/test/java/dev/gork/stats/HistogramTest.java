package dev.gork.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistogramTest {
    @Test
    void ofNothingThePercentileIsZero() {
        assertThat(new Histogram().p95()).isZero();
    }

    @Test
    void thePercentileLiesInTheBucketOfWhatItIs() {
        Histogram histogram = new Histogram();
        IntStream.range(0, 94).forEach(i -> histogram.add(Duration.ofMillis(5)));
        IntStream.range(0, 6).forEach(i -> histogram.add(Duration.ofMillis(3000)));

        assertThat(histogram.p95()).isBetween(2048.0, 4096.0);
    }

    @Test
    void aRareOutlierDoesNotMoveIt() {
        Histogram histogram = new Histogram();
        IntStream.range(0, 99).forEach(i -> histogram.add(Duration.ofMillis(5)));
        histogram.add(Duration.ofHours(1));

        assertThat(histogram.p95()).isBetween(4.0, 8.0);
    }

    @Test
    void timesBeyondAnyBucketAndBelowZeroCountAllTheSame() {
        Histogram histogram = new Histogram();
        histogram.add(Duration.ofDays(3650));
        histogram.add(Duration.ofMillis(-5));

        assertThat(histogram.toArray()).contains(1);
        assertThat(histogram.toArray()[0]).isEqualTo(1);
        assertThat(histogram.toArray()[Histogram.BUCKETS - 1]).isEqualTo(1);
    }

    @Test
    void histogramsOfManyNodesAddUp() {
        Histogram fast = new Histogram();
        IntStream.range(0, 50).forEach(i -> fast.add(Duration.ofMillis(1)));
        Histogram slow = new Histogram();
        IntStream.range(0, 50).forEach(i -> slow.add(Duration.ofMillis(100)));
        fast.add(slow);

        assertThat(fast.p95()).isBetween(64.0, 128.0);
    }
}
