package dev.gork.bench.app;

import dev.gork.JobClient;
import dev.gork.JobRequest;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the driver asks the measured application to do; the answers are what the peers' processes answer too. */
@ApplicationScoped
@Path("/")
public class BenchResource {
    private static final int BULK = 5000;

    /** Served by nobody, so that enqueueing is measured alone. */
    private static final String UNSERVED = "unserved";

    @Inject
    Event<JobRequest> jobs;

    @Inject
    JobClient client;

    @Inject
    UserTransaction transaction;

    @Inject
    BenchHandlers handlers;

    @Resource
    ManagedExecutorService executor;

    /** What a job is about. */
    public record Arguments(int n) {}

    /** How many jobs have been run. */
    @GET
    @Path("runs")
    public long runs() {
        return handlers.runs();
    }

    /** Single enqueues, each in a transaction of its own; jobs a second. */
    @POST
    @Path("enqueue/{threads}/{count}")
    public double enqueue(@PathParam("threads") int threads, @PathParam("count") int count) throws Exception {
        long start = System.nanoTime();
        List<Future<?>> parts = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            parts.add(executor.submit(() -> {
                for (int j = 0; j < count / threads; j++) {
                    enqueue(JobRequest.to(UNSERVED).arguments(new Arguments(j)));
                }
                return null;
            }));
        }
        for (Future<?> part : parts) {
            part.get();
        }
        return count * 1e9 / (System.nanoTime() - start);
    }

    /** Jobs a second, in groups. */
    @POST
    @Path("bulk/{count}")
    public double bulk(@PathParam("count") int count) throws Exception {
        long start = System.nanoTime();
        for (int done = 0; done < count; done += BULK) {
            transaction.begin();
            client.enqueue(IntStream.range(done, done + BULK)
                    .mapToObj(i -> JobRequest.to(UNSERVED).arguments(new Arguments(i)))
                    .toList());
            transaction.commit();
        }
        return count * 1e9 / (System.nanoTime() - start);
    }

    /** Enqueues jobs now and then, and says when each was committed. */
    @POST
    @Path("ping/{count}")
    public String ping(@PathParam("count") int count) throws Exception {
        StringBuilder commits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            TimeUnit.MICROSECONDS.sleep(ThreadLocalRandom.current().nextInt(15_000, 25_000));
            String id = UUID.randomUUID().toString();
            enqueue(JobRequest.to("ping").id(id));
            commits.append(commits.isEmpty() ? "" : ",")
                    .append(id)
                    .append('=')
                    .append(Clocks.epochNanos(Instant.now()));
        }
        return commits.toString();
    }

    /** When each of them was started here. */
    @GET
    @Path("starts")
    public String starts() {
        return handlers.takeStarts().entrySet().stream()
                .map(start -> start.getKey() + "=" + start.getValue())
                .collect(Collectors.joining(","));
    }

    private void enqueue(JobRequest request) throws Exception {
        transaction.begin();
        jobs.fire(request);
        transaction.commit();
    }
}
