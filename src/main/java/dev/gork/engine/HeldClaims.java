package dev.gork.engine;

import dev.gork.JobInfo;
import dev.gork.store.Claim;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The claims that this node knows it has, from the claim until their outcome is written. */
@ApplicationScoped
class HeldClaims {
    private final Set<Claim> held = ConcurrentHashMap.newKeySet();

    void add(JobInfo job) {
        held.add(new Claim(job.id(), job.claim()));
    }

    void remove(JobInfo job) {
        held.remove(new Claim(job.id(), job.claim()));
    }

    Set<Claim> all() {
        return Set.copyOf(held);
    }
}
