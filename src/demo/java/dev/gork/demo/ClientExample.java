package dev.gork.demo;

import dev.gork.JobClient;
import dev.gork.JobRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;

/** What gork's client example does: six jobs, one of them canceled, all in one transaction. */
@ApplicationScoped
public class ClientExample {
    @Inject
    Event<JobRequest> jobs;

    @Inject
    JobClient client;

    /**
     * Runs it.
     *
     * @return the ids of the six jobs; from the second run on they have a number at the end
     */
    @Transactional
    public List<String> run() {
        String suffix = suffix();
        List<String> ids =
                List.of("increase_1", "increase_2", "increase_3", "increase_4", "lowerize_woof", "lowerize_meow")
                        .stream()
                        .map(name -> name + suffix)
                        .toList();

        jobs.fire(increase(ids.get(0), 1234));
        jobs.fire(increase(ids.get(1), 123).maxRetries(3).retryInterval(Duration.ofSeconds(2)));
        jobs.fire(increase(ids.get(2), 456).in(Duration.ofSeconds(5)));
        jobs.fire(increase(ids.get(3), 658).in(Duration.ofSeconds(5)));
        client.cancel(ids.get(3));
        jobs.fire(lowerize(ids.get(4), "WOOF"));
        jobs.fire(lowerize(ids.get(5), "MEOW")
                .maxRetries(3)
                .retryInterval(Duration.ofSeconds(10))
                .in(Duration.ofSeconds(2)));
        return ids;
    }

    private static JobRequest increase(String id, int number) {
        return JobRequest.to("increase").id(id).arguments(new Increase.Arguments(number));
    }

    private static JobRequest lowerize(String id, String text) {
        return JobRequest.to("lowerize").id(id).arguments(new Lowerize.Arguments(text));
    }

    private String suffix() {
        int run = 1;
        while (client.get("increase_1" + (run == 1 ? "" : "_" + run)).isPresent()) {
            run++;
        }
        return run == 1 ? "" : "_" + run;
    }
}
