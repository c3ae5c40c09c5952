package dev.gork.payload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Text that every database stores as it is. */
class TextsTest {
    @Test
    void storableTextIsCleanAndShort() {
        String hostile = "a\0b\uD800c\uD83D\uDE00".repeat(10);

        assertThat(Texts.problem(hostile)).isNotNull();
        assertThat(Texts.problem(Texts.storable(hostile, 1000))).isNull();
        assertThat(Texts.storable("\uD83D\uDE00".repeat(10), 4)).isEqualTo("\uD83D\uDE00".repeat(2));
        assertThat(Texts.storable("\uD83D\uDE00".repeat(10), 5))
                .as("no half a pair")
                .isEqualTo("\uD83D\uDE00".repeat(2));
        assertThat(Texts.storable("\uD83D\uD83D\uDE00", 3)).isEqualTo("\uFFFD\uD83D\uDE00");
    }
}
