package dev.gork.handler;

import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Methods whose work goes on after they returned: a job would be completed before it is done, and whatever its outcome.
 * Known by name, for most of these types are no part of what gork needs.
 */
final class Unawaited {
    private static final Set<String> ANNOTATIONS = Set.of(
            "jakarta.enterprise.concurrent.Asynchronous",
            "jakarta.ejb.Asynchronous",
            "org.eclipse.microprofile.faulttolerance.Asynchronous");

    private static final Set<String> RESULTS = Set.of(
            "java.util.concurrent.Future",
            "java.util.concurrent.CompletionStage",
            "java.util.concurrent.Flow$Publisher",
            "org.reactivestreams.Publisher",
            "io.smallrye.mutiny.Uni",
            "io.reactivex.rxjava3.core.CompletableSource",
            "io.reactivex.rxjava3.core.SingleSource",
            "io.reactivex.rxjava3.core.MaybeSource",
            "io.reactivex.rxjava3.core.ObservableSource");

    private Unawaited() {}

    /** The annotation among these that has a method run elsewhere. */
    static Optional<Annotation> among(Stream<Annotation> annotations) {
        return annotations
                .filter(each -> ANNOTATIONS.contains(each.annotationType().getName()))
                .findFirst();
    }

    /** Whether who returns this has not done its work yet. */
    static boolean isReturnedAs(Class<?> type) {
        return RESULTS.contains(type.getName())
                || Stream.concat(Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()))
                        .anyMatch(Unawaited::isReturnedAs);
    }
}
