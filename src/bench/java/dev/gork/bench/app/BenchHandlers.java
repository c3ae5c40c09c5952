package dev.gork.bench.app;

import dev.gork.Job;
import dev.gork.Queue;
import dev.gork.QueueDefaults;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Handlers that do nothing, so that what is measured is the way there and back. */
@ApplicationScoped
public class BenchHandlers {
    private final LongAdder runs = new LongAdder();
    private final Map<String, Long> starts = new ConcurrentHashMap<>();

    void noop(@Observes @Queue("noop") Job job) {
        runs.increment();
    }

    @Transactional
    @QueueDefaults(instances = 20)
    void transactional(@Observes @Queue("tx") Job job) {
        runs.increment();
    }

    void ping(@Observes @Queue("ping") Job job) {
        starts.put(job.id(), Clocks.epochNanos(Instant.now()));
    }

    /** How many jobs have been run since the start. */
    public long runs() {
        return runs.sum();
    }

    /** When each pinged job was started, since it was asked last. */
    public Map<String, Long> takeStarts() {
        Map<String, Long> taken = Map.copyOf(starts);
        starts.keySet().removeAll(taken.keySet());
        return taken;
    }
}
