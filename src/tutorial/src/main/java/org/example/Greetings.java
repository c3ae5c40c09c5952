package org.example;

import dev.gork.JobClient;
import dev.gork.JobRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Application;
import java.util.UUID;

@ApplicationScoped
@Path("/greetings")
public class Greetings {

    @ApplicationPath("/")
    public static class Api extends Application {}

    @Inject
    Event<JobRequest> jobs;

    @Inject
    JobClient client;

    /** Enqueues a job. It exists once this transaction has committed. */
    @POST
    @Transactional
    public String greet(@QueryParam("name") String name) {
        String id = UUID.randomUUID().toString();
        jobs.fire(JobRequest.to("greetings").id(id).arguments(new Greeter.Greeting(name)));
        return id;
    }

    /** Shows the job's status and result. */
    @GET
    @Path("/{id}")
    public String show(@PathParam("id") String id) {
        return client.get(id)
                .map(job -> job.status().word() + " " + job.resultJson() + "\n")
                .orElse("no such job\n");
    }
}
