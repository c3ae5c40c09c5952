package dev.gork.handler;

import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.inject.spi.InjectionTarget;
import java.util.Set;

/**
 * Makes instances as the container does, and notes that one is there: where the call itself cannot be intercepted, nothing
 * keeps it from its bean any more. For beans of which each call has a new one.
 */
final class WitnessedMaking<T> implements InjectionTarget<T> {
    private final InjectionTarget<T> container;

    WitnessedMaking(InjectionTarget<T> container) {
        this.container = container;
    }

    @Override
    public T produce(CreationalContext<T> context) {
        return container.produce(context);
    }

    @Override
    public void inject(T instance, CreationalContext<T> context) {
        container.inject(instance, context);
    }

    @Override
    public void postConstruct(T instance) {
        container.postConstruct(instance);
        CallWitness.note();
    }

    @Override
    public void preDestroy(T instance) {
        container.preDestroy(instance);
    }

    @Override
    public void dispose(T instance) {
        container.dispose(instance);
    }

    @Override
    public Set<InjectionPoint> getInjectionPoints() {
        return container.getInjectionPoints();
    }
}
