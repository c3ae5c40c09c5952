package dev.gork.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a row keeps of an exception. */
class ErrorTextTest {
    @Test
    void theFirstLineIsTheMessageAlone() {
        String text = ErrorText.of(new IllegalStateException("error, number is 123", new ArithmeticException("why")));

        assertThat(text)
                .startsWith("error, number is 123\njava.lang.IllegalStateException\n\tat "
                        + getClass().getName());
        assertThat(text).contains("\nCaused by: java.lang.ArithmeticException: why\n");
        assertThat(text).doesNotContain("jdk.internal.reflect", "org.junit");
    }

    @Test
    void hostileExceptionsStayStorable() {
        RuntimeException cyclic = new RuntimeException("\0\uD800" + "x".repeat(100_000));
        cyclic.initCause(new RuntimeException((String) null, cyclic));

        assertThat(ErrorText.of(cyclic)).doesNotContain("\0").hasSizeLessThanOrEqualTo(10_000);
        assertThat(ErrorText.of(new RuntimeException((String) null))).startsWith("RuntimeException\n");
    }
}
