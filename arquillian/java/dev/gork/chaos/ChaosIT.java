package dev.gork.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.OwnServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The short run of what {@code mvn -Pchaos verify} does at length. */
@OwnServers
class ChaosIT {
    private static final Path FOLDER = Path.of("target/chaos-short");

    /** How fast a rescue is, is measured by the long run, which has the machine to itself. */
    private static final Duration ANY_MACHINE = Duration.ofMinutes(1);

    /** Promises 2, 3, 4, 7, 8 and 9 at once: each kind of fault hits two nodes while they work. */
    @Test
    void noFaultLosesAJobOrRepeatsAnEffectOrLeavesOneBehind() throws Exception {
        List<FaultKind> each = List.of(FaultKind.values());
        Plan plan = new Plan(
                1,
                1000,
                each.size(),
                Duration.ZERO,
                Duration.ofSeconds(1),
                20,
                Duration.ofMillis(500),
                Duration.ofSeconds(4),
                Duration.ofMillis(200),
                ANY_MACHINE);
        try (Chaos chaos = new Chaos(plan, each, FOLDER)) {
            assertThat(chaos.run().broken()).isEmpty();
        }
    }
}
