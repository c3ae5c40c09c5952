package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.NormalScope;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessObserverMethod;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.TransactionScoped;
import jakarta.transaction.Transactional;
import java.io.Serializable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Promise 2: a job is completed only if its handler was called, whatever may keep CDI from it. */
@ExtendWith(ArquillianExtension.class)
class HandlerCallIT {
    @Deployment
    static WebArchive war() {
        return Wars.war("gork.queue-defaults.max-retries=0\n", HandlerCallIT.class)
                .addAsServiceProvider(Extension.class, Vetoing.class);
    }

    @Inject
    Event<JobRequest> jobs;

    @Inject
    JobClient client;

    /** Which jobs' handlers were called. */
    private static final Set<String> CALLED = ConcurrentHashMap.newKeySet();

    /** Its context is never active, for there is none. */
    @NormalScope
    @Retention(RetentionPolicy.RUNTIME)
    public @interface SomeScoped {}

    @SomeScoped
    public static class InInactiveScope {
        void handle(@Observes @Queue("inactive-scope") Job job) {
            CALLED.add(job.id());
        }

        private void hidden(@Observes @Queue("private-inactive-scope") Job job) {
            CALLED.add(job.id());
        }
    }

    @SessionScoped
    public static class Visitor implements Serializable {
        private static final long serialVersionUID = 1L;

        public String name() {
            return "nobody";
        }
    }

    /** Cannot be made without a session. */
    @ApplicationScoped
    public static class MadeInSessions {
        @Inject
        Visitor visitor;

        @PostConstruct
        void greet() {
            visitor.name();
        }

        void handle(@Observes @Queue("made-in-sessions") Job job) {
            CALLED.add(job.id());
        }

        private void hidden(@Observes @Queue("private-made-in-sessions") Job job) {
            CALLED.add(job.id());
        }
    }

    /** The same, as a new one for each call. */
    @Dependent
    public static class MadeInSessionsEachTime {
        @Inject
        Visitor visitor;

        @PostConstruct
        void greet() {
            visitor.name();
        }

        void handle(@Observes @Queue("dependent-made-in-sessions") Job job) {
            CALLED.add(job.id());
        }

        private void hidden(@Observes @Queue("private-dependent-made-in-sessions") Job job) {
            CALLED.add(job.id());
        }
    }

    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Refused {}

    @Refused
    @Interceptor
    @Priority(Interceptor.Priority.APPLICATION)
    public static class Refusing {
        @AroundInvoke
        Object refuse(InvocationContext call) {
            return null;
        }
    }

    @ApplicationScoped
    public static class Kept {
        @Refused
        void handle(@Observes @Queue("refused") Job job) {
            CALLED.add(job.id());
        }

        @Refused
        void typed(@Observes @Queue("refused-typed") String text, Job job) {
            CALLED.add(job.id());
        }

        /** Its type does not say that its work goes on. */
        Object stage(@Observes @Queue("stage") Job job) {
            return CompletableFuture.failedFuture(new IllegalStateException("lost"));
        }
    }

    @ApplicationScoped
    public static class Usual {
        void handle(@Observes @Queue("package-private") Job job) {
            CALLED.add(job.id());
        }

        private void hidden(@Observes @Queue("private") Job job) {
            CALLED.add(job.id());
        }

        private void hiddenTyped(@Observes @Queue("private-typed") String text, Job job) {
            CALLED.add(job.id());
        }

        static void shared(@Observes @Queue("static") Job job) {
            CALLED.add(job.id());
        }
    }

    public abstract static class Parent {
        public void handle(@Observes @Queue("inherited") Job job) {
            CALLED.add(job.id());
        }

        void visibleHere(@Observes @Queue("inherited-package-private") Job job) {
            CALLED.add(job.id());
        }
    }

    @ApplicationScoped
    public static class Child extends Parent {}

    @Dependent
    public static final class Final {
        void handle(@Observes @Queue("final-class") Job job) {
            CALLED.add(job.id());
        }
    }

    @Dependent
    public static class WithFinalMethod {
        final void handle(@Observes @Queue("final-method") Job job) {
            CALLED.add(job.id());
        }
    }

    @Dependent
    public static class WithPrivateConstructor {
        @Inject
        private WithPrivateConstructor() {}

        void handle(@Observes @Queue("private-constructor") Job job) {
            CALLED.add(job.id());
        }
    }

    @RequestScoped
    public static class OfRequests {
        void handle(@Observes @Queue("request-scoped") Job job) {
            CALLED.add(job.id());
        }
    }

    @Singleton
    public static class OfAll {
        void handle(@Observes @Queue("singleton") Job job) {
            CALLED.add(job.id());
        }
    }

    @TransactionScoped
    public static class OfTransactions implements Serializable {
        private static final long serialVersionUID = 1L;

        @Transactional
        void handle(@Observes @Queue("transaction-scoped") Job job) {
            CALLED.add(job.id());
        }
    }

    /** What has nothing to do with any queue, and fails. */
    @ApplicationScoped
    public static class Others {
        void anyJob(@Observes Job job) {
            throw new IllegalStateException("not a handler");
        }
    }

    @ApplicationScoped
    public static class Vetoed {
        void handle(@Observes @Queue("vetoed") Job job) {
            CALLED.add(job.id());
        }
    }

    public static class Vetoing implements Extension {
        /** Its scope alone does not make it a bean. */
        void add(@Observes BeforeBeanDiscovery event) {
            event.addAnnotatedType(OfAll.class, "singleton");
        }

        void veto(@Observes ProcessObserverMethod<?, Vetoed> event) {
            event.veto();
        }
    }

    @Test
    void aJobWhoseHandlerWasNotCalledHasFailed() {
        List.of(
                        "inactive-scope",
                        "private-inactive-scope",
                        "made-in-sessions",
                        "private-made-in-sessions",
                        "dependent-made-in-sessions",
                        "private-dependent-made-in-sessions",
                        "refused",
                        "refused-typed")
                .forEach(this::aJobWhoseHandlerWasNotCalledHasFailed);
    }

    private void aJobWhoseHandlerWasNotCalledHasFailed(String queue) {
        jobs.fire(JobRequest.to(queue).id(queue).arguments("text"));

        assertThat(finished(queue))
                .returns(JobStatus.FAILED, JobInfo::status)
                .extracting(JobInfo::lastError)
                .asString()
                .startsWith("The handler was not called");
        assertThat(CALLED).doesNotContain(queue);
    }

    @Test
    void aScopeThatIsNotActiveIsNamed() {
        jobs.fire(JobRequest.to("inactive-scope").id("named"));

        assertThat(finished("named").lastError())
                .contains("HandlerCallIT$InInactiveScope is @SomeScoped, and that scope")
                .contains("Move the handler to an @ApplicationScoped bean");
    }

    @Test
    void aHandlerThatReturnsWhatIsNotDoneHasFailed() {
        jobs.fire(JobRequest.to("stage").id("stage"));

        assertThat(finished("stage"))
                .returns(JobStatus.FAILED, JobInfo::status)
                .extracting(JobInfo::lastError)
                .asString()
                .contains("whose work may go on");
    }

    @Test
    void aHandlerIsCalledWhateverItIsLike() {
        List.of(
                        "package-private",
                        "private",
                        "private-typed",
                        "static",
                        "inherited",
                        "inherited-package-private",
                        "final-class",
                        "final-method",
                        "private-constructor",
                        "request-scoped",
                        "singleton",
                        "transaction-scoped")
                .forEach(this::aHandlerIsCalledWhateverItIsLike);
    }

    private void aHandlerIsCalledWhateverItIsLike(String queue) {
        jobs.fire(JobRequest.to(queue).id(queue).arguments("text"));

        assertThat(finished(queue)).returns("{}", JobInfo::resultJson).returns(null, JobInfo::lastError);
        assertThat(CALLED).contains(queue);
    }

    @Test
    void theJobsOfAVetoedHandlerAreLeftToOtherNodes() {
        jobs.fire(JobRequest.to("vetoed").id("vetoed"));
        jobs.fire(JobRequest.to("singleton").id("after-vetoed"));
        finished("after-vetoed");

        assertThat(client.get("vetoed").orElseThrow())
                .returns(JobStatus.SCHEDULED, JobInfo::status)
                .returns(0, JobInfo::attempts);
    }

    private JobInfo finished(String id) {
        return Wait.value(
                "job " + id + " is finished",
                () -> client.get(id).orElseThrow(),
                job -> job.status().finished());
    }
}
