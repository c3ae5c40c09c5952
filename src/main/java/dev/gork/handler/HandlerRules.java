package dev.gork.handler;

import dev.gork.Job;
import dev.gork.Queue;
import dev.gork.QueueDefaults;
import dev.gork.config.JobLimits;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Reception;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.EventMetadata;
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
    private final @Nullable Bean<?> bean;
    private final BeanManager beans;
    private final List<Annotation> annotations;
    private final Optional<Transactional> transactional;
    private final List<String> problems = new ArrayList<>();

    /**
     * For an observer method with a queue.
     *
     * @param bean the bean that it needs an instance of; null for none
     */
    HandlerRules(HandlerExtension.Found found, @Nullable Bean<?> bean, BeanManager beans) {
        this.queue = found.queue().orElseThrow();
        this.method = found.method();
        this.annotated = found.annotated();
        this.bean = bean;
        this.beans = beans;
        this.annotations = annotated == null
                ? List.of()
                : Annotations.of(annotated, method.getBeanClass(), beans).toList();
        this.transactional = Annotations.find(Transactional.class, annotations.stream());
    }

    Handler handler() {
        return new Handler(
                queue,
                new HandlerMethod(method, isWitnessed(), bean, beans),
                method.getObservedType() == Job.class ? null : method.getObservedType(),
                transactional.isPresent(),
                annotated == null ? null : annotated.getAnnotation(QueueDefaults.class),
                description());
    }

    /** By {@link CallWitness}, or by {@link WitnessedMaking}. */
    private boolean isWitnessed() {
        return annotated != null
                && (annotated.isAnnotationPresent(SeenCall.class)
                        || bean != null
                                && bean.getScope() == Dependent.class
                                && !Interception.isEnterprise(bean.getBeanClass()));
    }

    List<String> problems() {
        checkQueue();
        checkObserver();
        checkScope();
        checkWaiting();
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

    private void checkQueue() {
        if (queue.isBlank()
                || queue.length() > JobLimits.MAX_QUEUE_LENGTH
                || queue.chars().anyMatch(Character::isISOControl)) {
            problems.add("a queue name has 1 to " + JobLimits.MAX_QUEUE_LENGTH + " characters, none of them a control"
                    + " character");
        }
    }

    private void checkObserver() {
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
        if (annotated != null
                && annotated.getParameters().stream().anyMatch(each -> each.getBaseType() == EventMetadata.class)) {
            problems.add("it takes EventMetadata, and there is none, for no event is fired; take Job");
        }
        Stream<Annotation> others = method.getObservedQualifiers().stream().filter(q -> !(q instanceof Queue));
        others.forEach(
                q -> problems.add("it has the qualifier " + q + " beside @Queue, which no job has; leave it out"));
    }

    /** Whether there can be an instance to call it on. */
    private void checkScope() {
        if (bean != null && Scopes.neverHasJobs(bean.getScope(), transactional.isPresent())) {
            problems.add("its bean " + bean.getBeanClass().getName() + " is @"
                    + bean.getScope().getSimpleName() + ", and that scope is not active where handlers run, so that it"
                    + " would never be called; move it to an @ApplicationScoped bean");
        }
    }

    /** Whether its work is done once it returns. */
    private void checkWaiting() {
        Unawaited.among(annotations.stream())
                .ifPresent(
                        found -> problems.add("it is @" + found.annotationType().getName()
                                + ", so that its job would complete before its work is done, and though it fails; leave that"
                                + " out, handlers run on threads of their own anyway"));
        if (annotated != null
                && Unawaited.isReturnedAs(annotated.getJavaMember().getReturnType())) {
            problems.add("it returns "
                    + annotated.getJavaMember().getReturnType().getName()
                    + ", whose work may go on, and fail, after the handler has returned; wait for it in the handler,"
                    + " and return nothing");
        }
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
}
