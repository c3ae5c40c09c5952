package dev.gork.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Waits for a condition, so that no test has to guess how long something takes. */
public final class Wait {
    /** Far longer than anything takes: only a broken promise lets it pass. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private Wait() {}

    /** Until it is so. */
    public static void until(String what, Callable<Boolean> condition) {
        value(what, condition, Boolean.TRUE::equals);
    }

    /** Until it is so, for something that a busy machine may take long for. */
    public static void until(String what, Duration timeout, Callable<Boolean> condition) {
        value(what, timeout, condition, Boolean.TRUE::equals);
    }

    /** Until the value is as wanted; that value. */
    public static <T> T value(String what, Callable<T> value, Predicate<T> wanted) {
        return value(what, TIMEOUT, value, wanted);
    }

    private static <T> T value(String what, Duration timeout, Callable<T> value, Predicate<T> wanted) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            T seen;
            try {
                seen = value.call();
            } catch (Exception e) {
                throw new AssertionError("while waiting until " + what, e);
            }
            if (wanted.test(seen)) {
                return seen;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited " + timeout.toSeconds() + " s until " + what + "; last seen: " + seen);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting until " + what, e);
            }
        }
    }
}
