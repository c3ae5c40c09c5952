package dev.gork.engine;

import dev.gork.store.Claim;
import dev.gork.store.ClaimedJob;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The claims that this node knows it has, from the claim until their outcome is written. */
@ApplicationScoped
class HeldClaims {
    private final Set<Claim> held = ConcurrentHashMap.newKeySet();

    void add(ClaimedJob job) {
        held.add(job.key());
    }

    void remove(ClaimedJob job) {
        held.remove(job.key());
    }

    Set<Claim> all() {
        return new HashSet<>(held);
    }
}
