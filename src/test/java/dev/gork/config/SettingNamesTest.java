package dev.gork.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.console.config.ConsoleSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
                        "GORK_SERVICE_PORT",
                        "GORK_PORT_9080_TCP_ADDR",
                        "gork",
                        "other.poll-interval",
                        "gork.poll-interval",
                        "gork.queues.invoice.max-retries"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GORK_POLL_INTERVAL",
                "gork_poll_interval",
                "GORK_ENABLED",
                "GORK_CONSOLE_OPENID_CLIENT_SECRET",
                "GORK_QUEUE_DEFAULTS_MAX_RETRIES",
                "GORK_QUEUES_INVOICE_RETRY_MAX_INTERVAL",
                "gork_queues_invoice_timeout",
                "GORK_QUEUES_ON_OTHER_NODES_TIMEOUT",
                "GORK_QUEUES_MY_QUEUE_2_TIMEOUT",
                "gork_queues_My_queue_2_timeout",
                "GORK_QUEUES_GR__E_BACKOFF"
            })
    void everyFormOfAVariableIsKnown(String variable) {
        assertThat(SettingNames.warnings(
                        List.of(variable), withConsole(), List.of("invoice", "My.queue-2", "gr\u00f6\u00dfe")))
                .isEmpty();
    }

    @Test
    void aMisspeltVariableIsToldInItsOwnForm() {
        assertThat(warnings(
                        "GORK_POL_INTERVAL",
                        "GORK_QUEUES_INVOICE_INSTANSES",
                        "GORK_QUEUES_INVOCIE_TIMEOUT",
                        "Gork_Prefetch"))
                .containsExactly(
                        "Unknown setting GORK_POL_INTERVAL, did you mean GORK_POLL_INTERVAL?",
                        "Setting GORK_QUEUES_INVOCIE_TIMEOUT is for a queue without a handler here, did you mean GORK_QUEUES_INVOICE_TIMEOUT?",
                        "Unknown setting GORK_QUEUES_INVOICE_INSTANSES, did you mean GORK_QUEUES_INVOICE_INSTANCES?",
                        "Unknown setting Gork_Prefetch, did you mean GORK_PREFETCH?");
    }

    @Test
    void aKeyInCapitalsIsTold() {
        assertThat(warnings("Gork.Poll-Interval"))
                .containsExactly("Unknown setting Gork.Poll-Interval, did you mean gork.poll-interval?");
    }

    @Test
    void aKeyThatIsLikeNoOtherStillGetsAWord() {
        assertThat(warnings("gork.frobnicate", "gork.queues.x", "gork.queues.invoice.colour"))
                .allMatch(warning -> warning.startsWith("Unknown setting "))
                .hasSize(3);
    }

    @Test
    void theConsolesSettingsAreKnownWhereItIs() {
        assertThat(warnings(
                        "gork.console.openid.provider",
                        "gork.console.hiden-fields",
                        "gork.consol.hidden-fields",
                        "GORK_CONSOLE_OPENID_PROVIDR"))
                .containsExactly(
                        "Unknown setting GORK_CONSOLE_OPENID_PROVIDR, did you mean GORK_CONSOLE_OPENID_PROVIDER?",
                        "Unknown setting gork.consol.hidden-fields, did you mean gork.console.hidden-fields?",
                        "Unknown setting gork.console.hiden-fields, did you mean gork.console.hidden-fields?");
    }

    /** It may be an application of its own on the same server, or on another one with the same environment. */
    @Test
    void theConsolesSettingsAreItsOwnBusinessWhereItIsNot() {
        assertThat(SettingNames.warnings(
                        List.of(
                                "gork.console.hidden-fields",
                                "gork.console.hiden-fields",
                                "GORK_CONSOLE_OPENID_PROVIDR",
                                "gork.consol.hidden-fields"),
                        core(),
                        List.of()))
                .containsExactly("Unknown setting gork.consol.hidden-fields");
    }

    private static List<String> warnings(String... names) {
        return SettingNames.warnings(List.of(names), withConsole(), List.of("invoice"));
    }

    private static List<Setting<?>> core() {
        return Settings.from(new MapConfig(Map.of())).settings();
    }

    private static List<Setting<?>> withConsole() {
        List<Setting<?>> all = new ArrayList<>(core());
        all.addAll(ConsoleSettings.from(new MapConfig(Map.of())).settings());
        return all;
    }
}
