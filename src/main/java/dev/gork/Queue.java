package dev.gork;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the queue that an observer method serves or listens to.
 *
 * <p>On a {@link Job}, or on a type of the application's own, it makes the method the queue's one handler. On a
 * {@link JobEvent lifecycle event} it narrows the observer to that queue.
 *
 * <pre>{@code
 * void invoice(@Observes @Queue("invoice") Job job) { … }             // the handler
 * void invoice(@Observes @Queue("invoice") Invoice invoice) { … }     // the same, with decoded arguments
 * void tooLate(@Observes @Queue("invoice") JobFailed failure) { … }   // told when all attempts are used up
 * }</pre>
 */
@Qualifier
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.METHOD, ElementType.FIELD, ElementType.TYPE})
public @interface Queue {

    /** The queue's name: 1 to 200 characters, no control characters. */
    String value();

    /** The qualifier as a value, for {@code Event.select} and tests. */
    final class Literal extends AnnotationLiteral<Queue> implements Queue {
        private static final long serialVersionUID = 1L;

        private final String value;

        private Literal(String value) {
            this.value = value;
        }

        /** The qualifier of the queue with this name. */
        public static Literal of(String queue) {
            return new Literal(queue);
        }

        @Override
        public String value() {
            return value;
        }
    }
}
