package dev.gork.engine;

import dev.gork.attempts.Attempt;
import dev.gork.handler.Handlers;
import dev.gork.runner.TimeoutWatcher;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.util.function.Predicate;

/** The numbers of jobs that this node runs now, for metrics, health and the console. */
@ApplicationScoped
public class Workload {
    @Inject
    Handlers handlers;

    @Inject
    Poller poller;

    @Inject
    TimeoutWatcher watcher;

    /** Counts the jobs that it runs. */
    public long running() {
        return count(attempt -> true);
    }

    /** Counts the jobs of a queue that it runs. */
    public long running(String queue) {
        return count(attempt -> attempt.queue().equals(queue));
    }

    /** Counts those of them that go on although they were interrupted. */
    public long stuck(String queue) {
        return count(attempt -> attempt.queue().equals(queue) && attempt.stuck());
    }

    private long count(Predicate<Attempt> which) {
        return watcher.running().stream()
                .filter(which)
                .mapToLong(attempt -> attempt.jobs().size())
                .sum();
    }

    /** Says how many jobs of a queue it runs at once at most: as set for it or as configured, and none while it is paused. */
    public int slots(String queue) {
        return poller.workers(queue).slots();
    }

    /** Writes the numbers of all queues as the table of nodes keeps them. */
    String json() {
        JsonObjectBuilder queues = Json.createObjectBuilder();
        for (String queue : handlers.queues().keySet()) {
            queues.add(
                    queue,
                    Json.createObjectBuilder()
                            .add("instances", poller.workers(queue).instances())
                            .add("running", running(queue))
                            .add("stuck", stuck(queue)));
        }
        return queues.build().toString();
    }
}
