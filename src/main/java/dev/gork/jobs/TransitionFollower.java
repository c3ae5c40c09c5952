package dev.gork.jobs;

import java.util.Collection;

/**
 * A bean that follows every transition of every job. It must be quick, for a claim or a write of outcomes waits for it, and
 * has hundreds of them.
 */
public interface TransitionFollower {
    /**
     * Does what is to hold exactly if these transitions do: in the transaction that has made them, before its commit. What
     * it throws undoes them all.
     */
    default void made(Collection<? extends Transition> transitions) {}

    /** Does what follows once they are committed. It must not throw: they have happened, whatever it says. */
    default void committed(Collection<? extends Transition> transitions) {}
}
