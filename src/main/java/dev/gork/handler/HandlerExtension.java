package dev.gork.handler;

import dev.gork.GorkException;
import dev.gork.JobEvent;
import dev.gork.Queue;
import dev.gork.config.SettingNames;
import dev.gork.config.Settings;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.enterprise.inject.spi.ProcessObserverMethod;
import jakarta.enterprise.inject.spi.ProcessSyntheticObserverMethod;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Finds the handlers while the container starts, and fails the deployment on what can never work. */
public class HandlerExtension implements Extension {
    private static final Logger LOG = System.getLogger(HandlerExtension.class.getName());

    private final Map<String, Handler> handlers = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    Map<String, Handler> handlers() {
        return handlers;
    }

    void found(@Observes ProcessObserverMethod<?, ?> event, BeanManager beans) {
        ObserverMethod<?> method = event.getObserverMethod();
        Optional<String> queue = method.getObservedQualifiers().stream()
                .filter(Queue.class::isInstance)
                .map(qualifier -> ((Queue) qualifier).value())
                .findFirst();
        if (queue.isPresent() && !isLifecycleEvent(method.getObservedType())) {
            add(
                    queue.get(),
                    method,
                    event instanceof ProcessSyntheticObserverMethod ? null : event.getAnnotatedMethod(),
                    beans);
        }
    }

    private void add(
            String queue, ObserverMethod<?> method, @Nullable AnnotatedMethod<?> annotated, BeanManager beans) {
        HandlerRules rules = new HandlerRules(queue, method, annotated, beans);
        problems.addAll(rules.problems());
        Handler handler = rules.handler();
        Handler other = handlers.putIfAbsent(queue, handler);
        if (other != null) {
            problems.add("Queue '" + queue + "' has two handlers, " + other.description() + " and "
                    + handler.description() + ": exactly one may serve it. Give one of them another queue, or let it"
                    + " observe a lifecycle event such as JobCompleted.");
        }
    }

    void validate(@Observes AfterDeploymentValidation event, BeanManager beans) {
        PayloadRules payloads = new PayloadRules(beans);
        handlers.values().forEach(handler -> payloads.problem(handler).ifPresent(problems::add));
        problems.forEach(problem -> event.addDeploymentProblem(new DeploymentException(problem)));
        try {
            Settings settings = Settings.from(ConfigProvider.getConfig());
            handlers.forEach((queue, handler) -> settings.queue(queue, handler.defaults()));
        } catch (GorkException e) {
            event.addDeploymentProblem(e);
        }
        SettingNames.warnings(ConfigProvider.getConfig().getPropertyNames(), handlers.keySet())
                .forEach(warning -> LOG.log(Level.WARNING, warning));
    }

    private static boolean isLifecycleEvent(Type type) {
        return type instanceof Class<?> c && JobEvent.class.isAssignableFrom(c);
    }
}
