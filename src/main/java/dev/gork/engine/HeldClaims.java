package dev.gork.engine;

import dev.gork.claims.Claim;
import dev.gork.claims.ClaimedJob;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The claims that this node knows it has, from the claim until their outcome is written. */
@ApplicationScoped
class HeldClaims {
    private final Set<Claim> held = ConcurrentHashMap.newKeySet();

    void add(ClaimedJob job) {
        held.add(job.claim());
    }

    void remove(ClaimedJob job) {
        held.remove(job.claim());
    }

    /** Forgets claims that were lost. */
    void removeAll(Set<Claim> lost) {
        held.removeAll(lost);
    }

    boolean has(ClaimedJob job) {
        return held.contains(job.claim());
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    Set<Claim> all() {
        return new HashSet<>(held);
    }
}
