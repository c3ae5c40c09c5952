package dev.gork.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A line of the audit is one line, whatever a request sends. */
class AuditTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"a\nb", "a\r\nb", "a\u2028b", "a\u2029b", "a\u0085b", "a\u001b[31mb", "a\u202eb", "a\u0000b"})
    void nothingBreaksOrPaintsTheLine(String text) {
        assertThat(Audit.line(text))
                .startsWith("a")
                .endsWith("b")
                .contains("\\")
                .hasLineCount(1);
    }

    @Test
    void ordinaryTextStaysAsItIs() {
        assertThat(Audit.line("job 'größer/1' {\"a\": 1}")).isEqualTo("job 'größer/1' {\"a\": 1}");
    }

    @Test
    void endlessTextIsCut() {
        assertThat(Audit.line("x".repeat(100_000))).hasSizeLessThan(1100);
    }
}
