package dev.gork.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Where a page ended, as text. */
class CursorTest {
    @Test
    void aCursorIsReadAsItWasWritten() {
        Cursor cursor = new Cursor("an id with spaces \u20ac");

        assertThat(Cursor.decode(cursor.encode())).isEqualTo(cursor);
    }

    @Test
    void anythingElseIsNoCursor() {
        for (String text :
                new String[] {"", "x", "!", "MjAyNi0xMS0yM1QyMDozMDowMFo", "LTk5OTk5OS0wMS0wMVQwMDowMDowMFogeA"}) {
            assertThatThrownBy(() -> Cursor.decode(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cursor");
        }
    }
}
