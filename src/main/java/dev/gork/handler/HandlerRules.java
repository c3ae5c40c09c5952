package dev.gork.handler;

import dev.gork.Job;
import dev.gork.Queue;
import dev.gork.QueueDefaults;
import dev.gork.config.JobLimits;
import jakarta.enterprise.event.Reception;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.transaction.Transactional;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an observer method must be like to serve a queue. */
final class HandlerRules {
    private final String queue;
    private final ObserverMethod<?> method;
    private final @Nullable AnnotatedMethod<?> annotated;
    private final Optional<Transactional> transactional;

    HandlerRules(String queue, ObserverMethod<?> method, @Nullable AnnotatedMethod<?> annotated, BeanManager beans) {
        this.queue = queue;
        this.method = method;
        this.annotated = annotated;
        this.transactional =
                annotated == null ? Optional.empty() : transactional(annotated, method.getBeanClass(), beans);
    }

    Handler handler() {
        return new Handler(
                queue,
                method,
                method.getObservedType() == Job.class ? null : method.getObservedType(),
                transactional.isPresent(),
                annotated == null ? null : annotated.getAnnotation(QueueDefaults.class),
                description());
    }

    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (queue.isBlank()
                || queue.length() > JobLimits.MAX_QUEUE_LENGTH
                || queue.chars().anyMatch(Character::isISOControl)) {
            problems.add("a queue name has 1 to " + JobLimits.MAX_QUEUE_LENGTH + " characters, none of them a control"
                    + " character");
        }
        if (method.isAsync()) {
            problems.add(
                    "it uses @ObservesAsync, so the engine could not see how it ends; use @Observes, handlers run on"
                            + " threads of their own anyway");
        }
        if (method.getTransactionPhase() != TransactionPhase.IN_PROGRESS) {
            problems.add("it observes " + method.getTransactionPhase()
                    + ", when it is too late to fail; leave out 'during'");
        }
        if (method.getReception() == Reception.IF_EXISTS) {
            problems.add(
                    "it is called only if its bean exists already, and jobs would complete without having been run;"
                            + " leave out 'notifyObserver'");
        }
        if (method.getObservedType() == Object.class) {
            problems.add("it observes Object, which says nothing about the arguments; observe Job");
        }
        Stream<Annotation> others = method.getObservedQualifiers().stream().filter(q -> !(q instanceof Queue));
        others.forEach(
                q -> problems.add("it has the qualifier " + q + " beside @Queue, which no job has; leave it out"));
        transactional
                .map(Transactional::value)
                .filter(HandlerRules::neverJoins)
                .ifPresent(type -> problems.add("it is @Transactional(" + type
                        + "), which cannot be one transaction with its job's completion; use"
                        + " REQUIRED, MANDATORY, or no @Transactional"));
        return problems.stream()
                .map(problem -> "Handler " + description() + " cannot serve queue '" + queue + "': " + problem + ".")
                .toList();
    }

    private String description() {
        return annotated == null
                ? method.getBeanClass().getName()
                : annotated.getJavaMember().getDeclaringClass().getName() + "."
                        + annotated.getJavaMember().getName();
    }

    private static boolean neverJoins(Transactional.TxType type) {
        return type != Transactional.TxType.REQUIRED && type != Transactional.TxType.MANDATORY;
    }

    /** On the method, else on the bean's class, a class that it extends, or one of its stereotypes. */
    private static Optional<Transactional> transactional(AnnotatedMethod<?> method, Class<?> bean, BeanManager beans) {
        Transactional own = method.getAnnotation(Transactional.class);
        if (own != null) {
            return Optional.of(own);
        }
        return find(List.of(bean.getAnnotations()), beans);
    }

    private static Optional<Transactional> find(Iterable<Annotation> annotations, BeanManager beans) {
        for (Annotation annotation : annotations) {
            if (annotation instanceof Transactional found) {
                return Optional.of(found);
            }
            if (beans.isStereotype(annotation.annotationType())) {
                Optional<Transactional> inherited =
                        find(beans.getStereotypeDefinition(annotation.annotationType()), beans);
                if (inherited.isPresent()) {
                    return inherited;
                }
            }
        }
        return Optional.empty();
    }
}
