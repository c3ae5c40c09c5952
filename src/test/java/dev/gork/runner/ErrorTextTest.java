package dev.gork.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.JobPayloadException;
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

    /** JSON-B's messages repeat values, which not everyone who sees the error may see. */
    @Test
    void whatLiesBelowAnUnusablePayloadKeepsItsMessagesToItself() {
        JobPayloadException payload = new JobPayloadException(
                "not readable as Account (at /password)",
                new IllegalStateException("value s3cret", new ArithmeticException("s3cret")));

        String text = ErrorText.of(new RuntimeException("the handler's own", payload));

        assertThat(text)
                .contains("the handler's own", "not readable as Account (at /password)")
                .contains("\nCaused by: java.lang.IllegalStateException\n\tat ")
                .contains("\nCaused by: java.lang.ArithmeticException\n\tat ")
                .doesNotContain("s3cret");
    }
}
