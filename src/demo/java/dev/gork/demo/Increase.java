package dev.gork.demo;

import dev.gork.Job;
import dev.gork.JobFailed;
import dev.gork.Queue;
import dev.gork.QueueDefaults;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.json.bind.annotation.JsonbProperty;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ThreadLocalRandom;

/** Adds one to a number, slowly, and cannot stand 123. */
@ApplicationScoped
public class Increase {
    private static final Logger LOG = System.getLogger(Increase.class.getName());
    private static final int WORK_MILLIS = 2_000;

    /** What it is given. */
    public record Arguments(@JsonbProperty("increase_this") int number) {}

    /** What it makes of it. */
    public record Result(int increased) {}

    @QueueDefaults(instances = 3, timeout = "10s")
    void increase(@Observes @Queue("increase") Job job) throws InterruptedException {
        int number = job.arguments(Arguments.class).number();
        Thread.sleep(ThreadLocalRandom.current().nextInt(WORK_MILLIS)); // stands for work
        if (number == 123) {
            throw new IllegalArgumentException("error, number is 123");
        }
        job.result(new Result(number + 1));
    }

    void failed(@Observes @Queue("increase") JobFailed failure) {
        LOG.log(
                Level.WARNING,
                "Nobody will increase {0} any more: {1}",
                failure.job().arguments(Arguments.class).number(),
                failure.error().lines().findFirst().orElse(""));
    }
}
