package dev.gork.handler;

import dev.gork.GorkException;
import dev.gork.Job;
import dev.gork.JobEvent;
import dev.gork.Queue;
import dev.gork.config.Setting;
import dev.gork.config.SettingGroup;
import dev.gork.config.SettingNames;
import dev.gork.config.Settings;
import dev.gork.log.SafeLog;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessInjectionTarget;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import jakarta.enterprise.inject.spi.ProcessObserverMethod;
import jakarta.enterprise.inject.spi.ProcessSyntheticObserverMethod;
import jakarta.enterprise.inject.spi.WithAnnotations;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Finds the handlers while the container starts, and fails the deployment on what can never work. */
public class HandlerExtension implements Extension {
    private static final Logger LOG = SafeLog.of(HandlerExtension.class);

    private final Map<Class<?>, Bean<?>> beansByClass = new HashMap<>();
    private final List<Found> found = new ArrayList<>();
    private final Map<String, Handler> handlers = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /**
     * An observer method.
     *
     * @param method the method, as other extensions left it
     * @param annotated the same with its annotations; null for one that an extension made
     */
    record Found(ObserverMethod<?> method, @Nullable AnnotatedMethod<?> annotated) {
        Optional<String> queue() {
            return method.getObservedQualifiers().stream()
                    .filter(Queue.class::isInstance)
                    .map(qualifier -> ((Queue) qualifier).value())
                    .findFirst();
        }

        boolean observes(Class<?> wanted) {
            return method.getObservedType() instanceof Class<?> type && wanted.isAssignableFrom(type);
        }

        /** Whether it is called on an instance of its bean. */
        boolean needsInstance() {
            return annotated != null && !annotated.isStatic();
        }
    }

    Map<String, Handler> handlers() {
        return handlers;
    }

    /** Has the calls of handlers witnessed, wherever CDI can intercept them. */
    <T> void bind(@Observes @WithAnnotations(Queue.class) ProcessAnnotatedType<T> event) {
        AnnotatedType<T> type = event.getAnnotatedType();
        if (type.getMethods().stream().anyMatch(method -> Interception.isPossible(type.getJavaClass(), method))) {
            event.configureAnnotatedType()
                    .filterMethods(method -> Interception.isPossible(type.getJavaClass(), method))
                    .forEach(method -> method.add(SeenCall.Literal.INSTANCE));
        }
    }

    /** Has the making of those beans witnessed whose handlers CDI cannot intercept. */
    <T> void bind(@Observes ProcessInjectionTarget<T> event) {
        AnnotatedType<T> type = event.getAnnotatedType();
        if (!Interception.isEnterprise(type.getJavaClass())
                && type.getMethods().stream()
                        .anyMatch(method -> Interception.isHandler(method)
                                && !method.isStatic()
                                && !method.isAnnotationPresent(SeenCall.class))) {
            event.setInjectionTarget(new WitnessedMaking<>(event.getInjectionTarget()));
        }
    }

    void remember(@Observes ProcessManagedBean<?> event) {
        beansByClass.put(event.getBean().getBeanClass(), event.getBean());
    }

    /** Comes last, so that it sees what other extensions made of it. */
    void find(@Observes @Priority(Integer.MAX_VALUE) ProcessObserverMethod<?, ?> event) {
        Found each = new Found(
                event.getObserverMethod(),
                event instanceof ProcessSyntheticObserverMethod ? null : event.getAnnotatedMethod());
        if (each.queue().isPresent() || each.observes(JobEvent.class) || each.observes(Job.class)) {
            found.add(each);
        }
    }

    void validate(@Observes AfterDeploymentValidation event, BeanManager beans) {
        found.forEach(each -> judge(each, beans));
        PayloadRules payloads = new PayloadRules(beans);
        handlers.values().forEach(handler -> payloads.problem(handler).ifPresent(problems::add));
        problems.forEach(problem -> event.addDeploymentProblem(new DeploymentException(problem)));
        checkSettings(event, beans.createInstance().select(SettingGroup.class, Any.Literal.INSTANCE));
        warnings.forEach(warning -> LOG.log(Level.WARNING, warning));
        beansByClass.clear();
        found.clear();
    }

    private void checkSettings(AfterDeploymentValidation event, Instance<SettingGroup> groups) {
        try {
            groups.forEach(SettingGroup::check);
            Settings settings = groups.select(Settings.class).get();
            handlers.forEach((queue, handler) -> settings.queue(queue, handler.defaults()));
        } catch (GorkException e) {
            event.addDeploymentProblem(e);
        }
        List<Setting<?>> known = new ArrayList<>();
        groups.forEach(group -> known.addAll(group.settings()));
        warnings.addAll(SettingNames.warnings(SettingNames.in(ConfigProvider.getConfig()), known, handlers.keySet()));
    }

    private void judge(Found each, BeanManager beans) {
        Class<?> beanClass = each.method().getBeanClass();
        Bean<?> bean = each.needsInstance() ? beansByClass.get(beanClass) : null;
        if (each.observes(JobEvent.class)) {
            warnings.addAll(ListenerRules.warnings(each.method(), bean));
        } else if (each.queue().isPresent()) {
            add(new HandlerRules(each, bean, beans));
        } else {
            warnings.add("The observer of Job in " + beanClass.getName()
                    + " has no @Queue, and is never called: a job reaches the handler of its queue alone. Name the queue"
                    + " that it is to serve, or observe a lifecycle event such as JobStarted.");
        }
    }

    private void add(HandlerRules rules) {
        Handler handler = rules.handler();
        if (handler.payload() == null && handler.method().isVetoed(handler.queue())) {
            warnings.add(
                    "Handler " + handler.description() + " was vetoed by another extension, so this node leaves the"
                            + " jobs of queue '" + handler.queue() + "' to others.");
            return;
        }
        problems.addAll(rules.problems());
        Handler other = handlers.putIfAbsent(handler.queue(), handler);
        if (other != null) {
            problems.add("Queue '" + handler.queue() + "' has two handlers, " + other.description() + " and "
                    + handler.description() + ": exactly one may serve it. Give one of them another queue, or let it"
                    + " observe a lifecycle event such as JobCompleted.");
        }
    }
}
