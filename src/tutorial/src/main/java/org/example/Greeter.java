package org.example;

import dev.gork.Job;
import dev.gork.Queue;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

@ApplicationScoped
public class Greeter {

    public record Greeting(String name) {}

    public record Greeted(String text) {}

    /** Runs the jobs of the queue "greetings". */
    void greet(@Observes @Queue("greetings") Job job) {
        Greeting greeting = job.arguments(Greeting.class);
        job.result(new Greeted("Hello, " + greeting.name() + "!"));
    }
}
