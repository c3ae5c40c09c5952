package dev.gork.jobs;

import dev.gork.JobEvent;
import dev.gork.events.AfterCommit;
import dev.gork.events.Announcements;
import dev.gork.events.LifecycleEvents;
import dev.gork.log.SafeLog;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * Where every transition arrives once its statement is run: its followers are called, and after the commit observers hear of
 * it. Nothing else fires the event of a transition.
 */
@ApplicationScoped
public class Transitions {
    private static final Logger LOG = SafeLog.of(Transitions.class);

    @Inject
    @Any
    Instance<TransitionFollower> beans;

    @Inject
    AfterCommit commit;

    @Inject
    LifecycleEvents events;

    @Inject
    Announcements announcements;

    private List<TransitionFollower> followers;

    @PostConstruct
    void find() {
        followers = beans.stream().toList();
    }

    /** Follows what a caller asked for, in its transaction: observers are called on the caller's thread. */
    public void asked(Collection<? extends Transition> transitions) {
        made(transitions, () -> {
            committed(transitions);
            events(transitions).forEach(events::fire);
        });
    }

    /** Follows what the engine did, in its transaction: observers are called on threads that it does not wait for. */
    public void done(Collection<? extends Transition> transitions) {
        made(transitions, () -> committedBefore(transitions));
    }

    /** Follows what the engine did in a transaction of which it was not told that it had committed. */
    public void committedBefore(Collection<? extends Transition> transitions) {
        committed(transitions);
        announcements.announce(events(transitions));
    }

    private void made(Collection<? extends Transition> transitions, Runnable afterCommit) {
        if (!transitions.isEmpty()) {
            followers.forEach(follower -> follower.made(transitions));
            commit.run(afterCommit);
        }
    }

    /** What one follower throws must not keep the others, or the events, from what has been committed. */
    private void committed(Collection<? extends Transition> transitions) {
        for (TransitionFollower follower : followers) {
            try {
                follower.committed(transitions);
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "A follower of transitions failed after their commit", e);
            }
        }
    }

    private static List<JobEvent> events(Collection<? extends Transition> transitions) {
        return transitions.stream()
                .map(Transition::event)
                .filter(Objects::nonNull)
                .toList();
    }
}
