package dev.gork;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Fails each job the first time, and completes it the next. */
@ApplicationScoped
public class SecondTry {
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    void handle(@Observes @Queue("second-try") Job job) {
        if (seen.add(job.id())) {
            throw new IllegalStateException("the partner said <b>no</b>");
        }
        job.result(new String[] {"done"});
    }
}
