package dev.gork.console.views;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the API writes its answers. */
class ViewJsonTest {
    /** ECMA-262, "Expanded Years": a sign and six digits, or a browser cannot read it. */
    @ParameterizedTest
    @CsvSource({
        "2026-11-25T13:00:00.5Z, 2026-11-25T13:00:00.500Z",
        "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z",
        "+10001-01-01T00:00:00Z, +010001-01-01T00:00:00Z",
        "+294276-12-31T00:00:00Z, +294276-12-31T00:00:00Z",
        "-0043-03-15T00:00:00Z, -000043-03-15T00:00:00Z",
        "-4712-01-01T00:00:00Z, -004712-01-01T00:00:00Z"
    })
    void yearsOfAnyLengthAreReadByBrowsers(String time, String shown) {
        assertThat(ViewJson.of(Instant.parse(time))).hasToString("\"" + shown + "\"");
    }

    @Test
    void theDatabasesInfiniteTimesAreCalledAsThere() {
        assertThat(ViewJson.of(Instant.MIN)).hasToString("\"-infinity\"");
        assertThat(ViewJson.of(Instant.MAX)).hasToString("\"infinity\"");
    }

    @Test
    void numbersInPayloadsAreWrittenAsTheyAreStored() {
        String json = "{\"a\":1.10,\"b\":[1E1000000000,-0],\"c\":" + "7".repeat(1_200) + ",\"d\":null}";

        assertThat(ViewJson.of(Map.of("arguments", LosslessJson.read(json)))).isEqualTo("{\"arguments\":" + json + "}");
    }

    @Test
    void whatIsMissingIsNullInAViewAndLeftOutOfAProblem() {
        assertThat(ViewJson.of(new JobPageView(List.of(), null, true)))
                .isEqualTo("{\"complete\":true,\"jobs\":[],\"next\":null}");
        assertThat(ViewJson.of(Problem.of(404, "No such job", "There is none.")))
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"No such job\",\"status\":404,"
                        + "\"detail\":\"There is none.\"}");
    }
}
