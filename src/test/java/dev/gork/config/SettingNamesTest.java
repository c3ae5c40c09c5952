package dev.gork.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A misspelt key is told, with what was probably meant. */
class SettingNamesTest {
    @Test
    void misspeltKeysAreTold() {
        assertThat(warnings("gork.pol-interval", "gork.queues.invoice.instanses", "gork.queue-defaults.timout"))
                .containsExactly(
                        "Unknown setting gork.pol-interval, did you mean gork.poll-interval?",
                        "Unknown setting gork.queue-defaults.timout, did you mean gork.queue-defaults.timeout?",
                        "Unknown setting gork.queues.invoice.instanses, did you mean gork.queues.invoice.instances?");
    }

    @Test
    void aMisspeltQueueIsToldButAnotherNodesQueueIsNot() {
        assertThat(warnings("gork.queues.invocie.timeout", "gork.queues.mail.timeout"))
                .containsExactly(
                        "Setting gork.queues.invocie.timeout is for a queue without a handler here, did you mean 'invoice'?");
    }

    @Test
    void everythingElseIsLeftAlone() {
        assertThat(warnings(
                        "GORK_HOME",
                        "GORK_POL_INTERVAL",
                        "gork",
                        "other.poll-interval",
                        "gork.poll-interval",
                        "gork.queues.invoice.max-retries"))
                .isEmpty();
    }

    @Test
    void aKeyThatIsLikeNoOtherStillGetsAWord() {
        assertThat(warnings("gork.frobnicate", "gork.queues.x", "gork.queues.invoice.colour"))
                .allMatch(warning -> warning.startsWith("Unknown setting "))
                .hasSize(3);
    }

    private static List<String> warnings(String... names) {
        return SettingNames.warnings(List.of(names), List.of("invoice"));
    }
}
