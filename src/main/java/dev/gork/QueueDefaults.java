package dev.gork;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Settings of a queue, written beside its handler. What {@code gork.queues.<queue>.*} says in MicroProfile Config wins
 * over it; what is left out here comes from {@code gork.queue-defaults.*} and then from the shipped defaults.
 *
 * <pre>{@code
 * @QueueDefaults(instances = 3, timeout = "10s", maxRetries = 5)
 * void invoice(@Observes @Queue("invoice") Job job) { … }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface QueueDefaults {

    /** Jobs of this queue that one node runs at once; 0 leaves it to the default of 10. */
    int instances() default 0;

    /** How long one attempt may take, as {@code 500ms}, {@code 10s}, {@code 5m}, {@code 2h} or ISO 8601; default 1m. */
    String timeout() default "";

    /** Retries after the first attempt; -1 leaves it to the default of 20. */
    int maxRetries() default -1;

    /** Time before the first retry, written as {@link #timeout}; default 10s. */
    String retryInterval() default "";

    /** The longest time between retries that double, written as {@link #timeout}; default 1h. */
    String retryMaxInterval() default "";

    /** {@code exponential} (the default) or {@code fixed}. */
    String backoff() default "";
}
