package dev.gork.testing;

import dev.gork.Job;
import dev.gork.Queue;
import dev.gork.QueueDefaults;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An application with one job that kills its process, in the midst of what the others do. */
@ApplicationScoped
public class PoisonApp {
    private final CountDownLatch never = new CountDownLatch(1);

    /** The one whose id is "culprit" is done with the process while its neighbours are still at work. */
    @QueueDefaults(instances = 10, maxRetries = 20)
    void poison(@Observes @Queue("poison") Job job) throws InterruptedException {
        boolean culprit = job.id().equals("culprit");
        never.await(culprit ? 300 : 1000, TimeUnit.MILLISECONDS);
        if (culprit) {
            Runtime.getRuntime().halt(1);
        }
    }
}
