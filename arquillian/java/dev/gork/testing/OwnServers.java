package dev.gork.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Tests with servers and databases of their own, which mostly wait for them: they run beside the tests that share a server,
 * one such class at a time, and once. Those that are tagged {@link #BESIDE_H2} run beside the tests on H2, so that both
 * runs are of about the same length.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("own servers")
@Tag("own-servers")
public @interface OwnServers {
    /** The tag of those that run beside the tests on H2. */
    String BESIDE_H2 = "beside-h2";
}
