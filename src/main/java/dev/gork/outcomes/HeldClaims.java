package dev.gork.outcomes;

import dev.gork.attempts.Attempt;
import dev.gork.attempts.RunningJob;
import dev.gork.claims.Claim;
import dev.gork.claims.ClaimedJob;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The claims that this node knows it has, from the claim until their outcome is written. */
@ApplicationScoped
public class HeldClaims {
    private final Set<Claim> held = ConcurrentHashMap.newKeySet();

    /** Notes a claim that has come through. */
    public void add(ClaimedJob job) {
        held.add(job.claim());
    }

    /** Forgets a claim that has ended, or that nobody has. */
    public void remove(ClaimedJob job) {
        held.remove(job.claim());
    }

    /** Forgets claims that were lost. */
    public void removeAll(Set<Claim> lost) {
        held.removeAll(lost);
    }

    /** Whether the claims of all its jobs are still held. */
    public boolean hasAllOf(Attempt attempt) {
        for (RunningJob job : attempt.jobs()) { // each job passes here twice
            if (!held.contains(job.info().claim())) {
                return false;
            }
        }
        return true;
    }

    /** Whether none is held. */
    public boolean isEmpty() {
        return held.isEmpty();
    }

    /** All that are held now, in a set of its own. */
    public Set<Claim> all() {
        return new HashSet<>(held);
    }
}
