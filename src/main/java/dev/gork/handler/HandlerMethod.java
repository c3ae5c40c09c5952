package dev.gork.handler;

import dev.gork.Job;
import dev.gork.Queue;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.EventContext;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** The observer method of a handler, which is either called, or says why not. */
public final class HandlerMethod {
    private final ObserverMethod<?> observer;
    private final BeanManager beans;

    /** Whether {@link CallWitness} knows of its calls. */
    private final boolean witnessed;

    /** The bean whose instance it is called on, unless that is a new one each time, or none. */
    private final @Nullable Bean<?> bean;

    HandlerMethod(ObserverMethod<?> observer, boolean witnessed, @Nullable Bean<?> bean, BeanManager beans) {
        this.observer = observer;
        this.witnessed = witnessed;
        this.bean = bean == null || bean.getScope() == Dependent.class ? null : bean;
        this.beans = beans;
    }

    /** Whether an observer of jobs was taken away after it was found. */
    boolean isVetoed(String queue) {
        // Observers are resolved by the class of an event, so there has to be one.
        Job job = (Job) Proxy.newProxyInstance(
                Job.class.getClassLoader(), new Class<?>[] {Job.class}, (proxy, called, arguments) -> null);
        return !beans.resolveObserverMethods(job, Queue.Literal.of(queue)).contains(observer);
    }

    /**
     * Calls it with an event of its observed type.
     *
     * @throws IllegalStateException if it was not called
     */
    public <T> void call(EventContext<T> event) {
        if (!witnessed && bean != null) {
            instantiate(bean);
        }
        CallWitness.forget();
        @SuppressWarnings("unchecked") // the caller's promise
        ObserverMethod<T> typed = (ObserverMethod<T>) observer;
        typed.notify(event);
        if (witnessed && !CallWitness.seen()) {
            if (bean != null) {
                instantiate(bean);
            }
            throw new IllegalStateException("The handler was not called, and nothing said why: an interceptor did not"
                    + " proceed, another extension notified something else, or making its bean needs a scope that is"
                    + " not active. Have the interceptor proceed or throw, or leave the scope out.");
        }
    }

    /** CDI leaves out an observer in silence if its bean's scope is not active, or a scope that making its bean needs. */
    private <T> void instantiate(Bean<T> of) {
        try {
            beans.getContext(of.getScope()).get(of, beans.createCreationalContext(of));
        } catch (ContextNotActiveException e) {
            throw new IllegalStateException(
                    "The handler was not called: " + of.getBeanClass().getName() + " is @"
                            + of.getScope().getSimpleName()
                            + ", and that scope, or one that making the bean needs, is not"
                            + " active where handlers run. Move the handler to an @ApplicationScoped bean.",
                    e);
        }
    }
}
