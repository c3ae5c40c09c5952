package dev.gork;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.event.Reception;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.transaction.Transactional;

/** Everything that can never work. */
@ApplicationScoped
public class WrongHandlers {
    public interface Shape {}

    public abstract static class Abstract {}

    public class Inner {}

    public static class NoConstructor {
        public NoConstructor(int number) {}
    }

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
