package dev.gork;

import jakarta.enterprise.concurrent.Asynchronous;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ConversationScoped;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.event.Reception;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.enterprise.inject.Stereotype;
import jakarta.enterprise.inject.spi.EventMetadata;
import jakarta.transaction.TransactionScoped;
import jakarta.transaction.Transactional;
import java.io.Serializable;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;

/** Everything that can never work. */
@ApplicationScoped
public class WrongHandlers {
    public interface Shape {}

    public abstract static class Abstract {}

    public class Inner {}

    public static class NoConstructor {
        public NoConstructor(int number) {}
    }

    public static class PrivateConstructor {
        private PrivateConstructor() {}
    }

    record Hidden(int number) {}

    public record Holding(List<Hidden> hidden) {}

    @Stereotype
    @SessionScoped
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Visiting {}

    @SessionScoped
    public static class OfSession implements Serializable {
        private static final long serialVersionUID = 1L;

        void session(@Observes @Queue("session") Job job) {}

        /** Needs no session: this one could be called. */
        static void shared(@Observes @Queue("static-in-session") Job job) {}
    }

    @Visiting
    public static class OfVisit implements Serializable {
        private static final long serialVersionUID = 1L;

        private void visit(@Observes @Queue("visit") String text) {}
    }

    @ConversationScoped
    public static class OfConversation implements Serializable {
        private static final long serialVersionUID = 1L;

        void conversation(@Observes @Queue("conversation") Job job) {}
    }

    @TransactionScoped
    public static class OfTransaction implements Serializable {
        private static final long serialVersionUID = 1L;

        void transaction(@Observes @Queue("transaction") Job job) {}
    }

    @Stereotype
    @Asynchronous
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Background {}

    @Background
    @ApplicationScoped
    public static class InBackground {
        void background(@Observes @Queue("background") Job job) {}
    }

    @Asynchronous
    CompletableFuture<Void> elsewhere(@Observes @Queue("elsewhere") Job job) {
        return CompletableFuture.completedFuture(null);
    }

    CompletionStage<Void> stage(@Observes @Queue("stage") Job job) {
        return CompletableFuture.completedFuture(null);
    }

    Flow.Publisher<String> published(@Observes @Queue("publisher") String text) {
        return new SubmissionPublisher<>();
    }

    void metadata(@Observes @Queue("metadata") Job job, EventMetadata event) {}

    void privateConstructor(@Observes @Queue("private-constructor") PrivateConstructor payload) {}

    void hidden(@Observes @Queue("hidden") Hidden payload) {}

    void holding(@Observes @Queue("holding") Holding payload) {}

    void holdings(@Observes @Queue("holdings") List<Hidden> payload) {}

    void async(@ObservesAsync @Queue("async") Job job) {}

    void late(@Observes(during = TransactionPhase.AFTER_SUCCESS) @Queue("late") Job job) {}

    void conditional(@Observes(notifyObserver = Reception.IF_EXISTS) @Queue("conditional") Job job) {}

    void first(@Observes @Queue("two") Job job) {}

    void second(@Observes @Queue("two") String text) {}

    void shape(@Observes @Queue("interface") Shape shape) {}

    void abstractOne(@Observes @Queue("abstract") Abstract payload) {}

    void inner(@Observes @Queue("inner") Inner payload) {}

    void noConstructor(@Observes @Queue("no-constructor") NoConstructor payload) {}

    void object(@Observes @Queue("object") Object anything) {}

    void blank(@Observes @Queue(" ") Job job) {}

    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void ownTransaction(@Observes @Queue("requires-new") Job job) {}

    @QueueDefaults(timeout = "soon")
    void badDefault(@Observes @Queue("bad-default") Job job) {}
}
