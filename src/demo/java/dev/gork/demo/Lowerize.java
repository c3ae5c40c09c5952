package dev.gork.demo;

import dev.gork.Job;
import dev.gork.Queue;
import dev.gork.QueueDefaults;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.json.bind.annotation.JsonbProperty;
import java.util.Locale;

/** Writes a text in lower case: a handler that observes its arguments' type. */
@ApplicationScoped
public class Lowerize {

    /** What it is given. */
    public record Arguments(@JsonbProperty("lowerize_this") String text) {}

    /** What it makes of it. */
    public record Result(String lowerized) {}

    @QueueDefaults(instances = 2)
    void lowerize(@Observes @Queue("lowerize") Arguments arguments, Job job) {
        job.result(new Result(arguments.text().toLowerCase(Locale.ROOT)));
    }
}
