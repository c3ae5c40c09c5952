package dev.gork.handler;

import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The annotations that hold for a method, with those that stereotypes and interceptor bindings among them bring. */
final class Annotations {
    private final BeanManager beans;
    private final Set<Class<?>> seen = new HashSet<>();
    private final Stream.Builder<Annotation> found = Stream.builder();

    private Annotations(BeanManager beans) {
        this.beans = beans;
    }

    /** On the method, then on the bean's class and the classes that it extends. */
    static Stream<Annotation> of(AnnotatedMethod<?> method, Class<?> bean, BeanManager beans) {
        Annotations all = new Annotations(beans);
        all.add(method.getAnnotations());
        all.add(Set.of(bean.getAnnotations()));
        all.add(method.getDeclaringType().getAnnotations());
        return all.found.build();
    }

    /** The first of a type. */
    static <A extends Annotation> Optional<A> find(Class<A> type, Stream<Annotation> annotations) {
        return annotations.filter(type::isInstance).map(type::cast).findFirst();
    }

    private void add(Set<Annotation> annotations) {
        List<Class<? extends Annotation>> added = new ArrayList<>();
        for (Annotation each : annotations) {
            if (seen.add(each.annotationType())) { // what is nearer to the method wins
                found.add(each);
                added.add(each.annotationType());
            }
        }
        for (Class<? extends Annotation> type : added) {
            if (beans.isStereotype(type)) {
                add(beans.getStereotypeDefinition(type));
            } else if (beans.isInterceptorBinding(type)) {
                add(beans.getInterceptorBindingDefinition(type));
            }
        }
    }
}
