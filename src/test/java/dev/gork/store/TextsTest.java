package dev.gork.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Text that every database stores as it is. */
class TextsTest {
    @Test
    void storableTextIsCleanAndShort() {
        String hostile = "a\0b\uD800c\uD83D\uDE00".repeat(10);

        assertThat(Texts.problem(hostile)).isNotNull();
        assertThat(Texts.problem(Texts.storable(hostile, 1000))).isNull();
        assertThat(Texts.storable("\uD83D\uDE00".repeat(10), 3)).isEqualTo("\uD83D\uDE00".repeat(3));
    }

    @Test
    void aCursorIsReadAsItWasWritten() {
        Cursor cursor = new Cursor("an id with spaces \u20ac");

        assertThat(Cursor.decode(cursor.encode())).isEqualTo(cursor);
    }

    @Test
    void anythingElseIsNoCursor() {
        for (String text :
                new String[] {"", "x", "!", "MjAyNi0xMS0yM1QyMDozMDowMFo", "LTk5OTk5OS0wMS0wMVQwMDowMDowMFogeA"}) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> Cursor.decode(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cursor");
        }
    }
}
