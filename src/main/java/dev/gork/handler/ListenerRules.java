package dev.gork.handler;

import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What keeps an observer of a lifecycle event from being called, which nothing else would say. */
final class ListenerRules {
    private ListenerRules() {}

    /**
     * Says so. Warnings only: the application may fire such events itself, and its own requests enqueue and cancel jobs.
     *
     * @param bean the bean that it needs an instance of; null for none
     */
    static List<String> warnings(ObserverMethod<?> method, @Nullable Bean<?> bean) {
        List<String> warnings = new ArrayList<>();
        String name = "The observer of " + ((Class<?>) method.getObservedType()).getSimpleName() + " in "
                + method.getBeanClass().getName();
        if (method.isAsync()) {
            warnings.add(
                    name + " uses @ObservesAsync, and gork never calls it; use @Observes, and an executor for what is"
                            + " slow.");
        }
        // Whether there is a transaction that has not ended yet, nobody can rely on.
        if (bean != null && Scopes.neverHasJobs(bean.getScope(), false)) {
            warnings.add(name + " is in a bean that is @" + bean.getScope().getSimpleName()
                    + ", and CDI leaves it out where that scope is not active, as on the threads that run jobs; move it to"
                    + " an @ApplicationScoped or @RequestScoped bean.");
        }
        return warnings;
    }
}
