package dev.gork.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is in an id, a queue or an error, it is part of one line, and shows what it is. */
class SafeLogTest {
    private final Recorder recorder = new Recorder();
    private final System.Logger log = new SafeLog(recorder);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "\r\n",
                "\t",
                "\u0000",
                "\u001b[31m",
                "\u007f",
                "\u0085",
                "\u009b",
                "\u2028",
                "\u2029",
                "\u202e",
                "\u2066",
                "\u200b",
                "\ufeff",
                "\ud800",
                "\udb40\udc41"
            })
    void whatBreaksALineOrPaintsATerminalIsEscaped(String unsafe) {
        log.log(Level.INFO, "Job ''{0}'' of queue ''{1}''", "a" + unsafe + "b", unsafe);
        log.log(Level.INFO, "Job 'a" + unsafe + "b'");
        log.log(Level.INFO, () -> "Job 'a" + unsafe + "b'");
        log.log(Level.WARNING, "Job 'a" + unsafe + "b'", new IllegalStateException("a" + unsafe + "b"));

        assertThat(recorder.lines)
                .hasSize(4)
                .allSatisfy(line -> assertThat(line)
                        .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]")
                        .matches("Job 'a\\\\.+"));
        assertThat(recorder.thrown.get(3).toString())
                .startsWith("java.lang.IllegalStateException: a\\")
                .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");
    }

    @Test
    void ordinaryTextStaysAsItIs() {
        log.log(Level.INFO, "Job 'größe/\uD83D\uDE00 {0} ''x''' \\ %s");

        assertThat(recorder.lines).containsExactly("Job 'größe/\uD83D\uDE00 {0} ''x''' \\ %s");
    }

    @Test
    void anExceptionIsPrintedWithItsStackItsCausesAndWhatWasSuppressed() {
        Exception failure = new IllegalStateException("first\nforged", new IllegalArgumentException("cause\nforged"));
        failure.addSuppressed(new ArithmeticException("suppressed\nforged"));

        log.log(Level.ERROR, "It failed", failure);

        assertThat(printed(recorder.thrown.get(0))).isEqualTo(printed(failure).replace("\nforged", "\\nforged"));
    }

    @Test
    void causesInACircleAndExceptionsThatCannotBeReadAreLoggedAllTheSame() {
        Exception first = new IllegalStateException("first");
        first.initCause(new IllegalStateException("second", first));

        log.log(Level.ERROR, "A circle", first);
        log.log(Level.ERROR, "Unreadable", new Unreadable());

        assertThat(printed(recorder.thrown.get(0))).contains("first").contains("second");
        assertThat(printed(recorder.thrown.get(1))).contains("Unreadable");
    }

    private static String printed(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new UnsupportedOperationException("not even this");
        }
    }

    private static final class Recorder implements System.Logger {
        private final List<String> lines = new ArrayList<>();
        private final List<Throwable> thrown = new ArrayList<>();

        @Override
        public String getName() {
            return "recorder";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable throwable) {
            lines.add(message);
            thrown.add(throwable);
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... values) {
            throw new AssertionError("The values have not been made safe: " + format);
        }
    }
}
