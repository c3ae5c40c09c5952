package dev.gork.events;

import dev.gork.Queue;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.EventContext;
import jakarta.enterprise.inject.spi.EventMetadata;
import jakarta.enterprise.inject.spi.InjectionPoint;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event with a queue as its qualifier, for an observer method that is notified by itself rather than by firing.
 *
 * @param event the event
 * @param type its type
 * @param queue the qualifier
 */
public record QualifiedEvent<T>(T event, Type type, Queue queue) implements EventContext<T>, EventMetadata {
    @Override
    public T getEvent() {
        return event;
    }

    @Override
    public EventMetadata getMetadata() {
        return this;
    }

    @Override
    public Set<Annotation> getQualifiers() {
        return Set.of(queue, Any.Literal.INSTANCE);
    }

    @Override
    public @Nullable InjectionPoint getInjectionPoint() {
        return null;
    }

    @Override
    public Type getType() {
        return type;
    }
}
