package dev.gork.handler;

import dev.gork.JobEvent;
import dev.gork.Queue;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedParameter;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Which handlers CDI can intercept: binding an interceptor to any other would fail the deployment, or do nothing. */
final class Interception {
    /** The container of enterprise beans brings interceptors of its own kind, and calls nothing without them. */
    private static final Set<String> ENTERPRISE_BEANS =
            Set.of("jakarta.ejb.Stateless", "jakarta.ejb.Stateful", "jakarta.ejb.Singleton");

    /** The server makes the instances of these by means of its own, and an interceptor that is bound here is not called. */
    private static final Set<String> RESOURCES = Set.of("jakarta.ws.rs.Path", "jakarta.ws.rs.ext.Provider");

    private Interception() {}

    static boolean isPossible(Class<?> bean, AnnotatedMethod<?> method) {
        return isHandler(method)
                && canBeExtended(bean)
                && canBeOverridden(method.getJavaMember(), bean)
                && !isEnterprise(bean)
                && !isAnnotated(bean, RESOURCES);
    }

    static boolean isEnterprise(Class<?> bean) {
        return isAnnotated(bean, ENTERPRISE_BEANS);
    }

    private static boolean isAnnotated(Class<?> bean, Set<String> annotations) {
        return Arrays.stream(bean.getAnnotations())
                .anyMatch(each -> annotations.contains(each.annotationType().getName()));
    }

    static boolean isHandler(AnnotatedMethod<?> method) {
        return method.getParameters().stream().anyMatch(Interception::isJob);
    }

    private static boolean isJob(AnnotatedParameter<?> parameter) {
        return parameter.isAnnotationPresent(Observes.class)
                && parameter.isAnnotationPresent(Queue.class)
                && !(parameter.getBaseType() instanceof Class<?> type && JobEvent.class.isAssignableFrom(type));
    }

    private static boolean canBeExtended(Class<?> bean) {
        return !Modifier.isFinal(bean.getModifiers())
                && !bean.isSealed()
                && Stream.of(bean.getDeclaredConstructors()).noneMatch(c -> Modifier.isPrivate(c.getModifiers()));
    }

    private static boolean canBeOverridden(Method method, Class<?> bean) {
        int modifiers = method.getModifiers();
        if (Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers) || Modifier.isFinal(modifiers)) {
            return false;
        }
        return Modifier.isPublic(modifiers)
                || Modifier.isProtected(modifiers)
                || Objects.equals(method.getDeclaringClass().getPackage(), bean.getPackage());
    }
}
