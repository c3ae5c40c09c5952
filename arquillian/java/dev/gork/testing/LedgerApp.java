package dev.gork.testing;

import dev.gork.Job;
import dev.gork.JobClient;
import dev.gork.JobInfo;
import dev.gork.JobRequest;
import dev.gork.Queue;
import dev.gork.QueueDefaults;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Application;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;

/** An application for servers that are killed: its handlers write a ledger of what they ran. */
@Path("/")
@ApplicationScoped
public class LedgerApp {
    /** Where its resources are. */
    @ApplicationPath("/app")
    public static class Api extends Application {}

    @Inject
    Event<JobRequest> jobs;

    @Inject
    JobClient client;

    @Resource(lookup = "java:comp/DefaultDataSource")
    DataSource dataSource;

    @QueueDefaults(instances = 20)
    @Transactional
    void work(@Observes @Queue("work") Job job) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO ledger (job, claim) VALUES (?, ?)")) {
            insert.setString(1, job.id());
            insert.setInt(2, job.attempt());
            insert.executeUpdate();
        }
    }

    void beside(@Observes @Queue("beside") Job job) {}

    void endless(@Observes @Queue("endless") Job job) throws InterruptedException {
        if (job.attempt() == 1) {
            new CountDownLatch(1).await();
        }
    }

    /** Uses the database past its timeout, so that it is interrupted most likely inside a statement. */
    @QueueDefaults(timeout = "300ms", maxRetries = 0)
    void busy(@Observes @Queue("busy") Job job) throws SQLException {
        Instant end = job.deadline().plusMillis(500);
        while (Instant.now().isBefore(end)) {
            try (Connection connection = dataSource.getConnection();
                    PreparedStatement query = connection.prepareStatement("UPDATE ledger SET claim = claim + 1")) {
                query.executeUpdate();
            }
        }
    }

    private final CountDownLatch released = new CountDownLatch(1);

    /** As many of them as the pool has connections, each with one until it is released. */
    @QueueDefaults(instances = 40, timeout = "10m")
    void hog(@Observes @Queue("hog") Job job) throws SQLException, InterruptedException {
        try (Connection connection = dataSource.getConnection()) {
            connection.isReadOnly();
            released.await();
        }
    }

    /** Releases all of them. */
    @POST
    @Path("/release")
    public void release() {
        released.countDown();
    }

    /** Enqueues a job; it is committed when this returns. */
    @POST
    @Path("/enqueue/{queue}/{id}")
    @Transactional
    public String enqueue(@PathParam("queue") String queue, @PathParam("id") String id) {
        jobs.fire(JobRequest.to(queue).id(id));
        return id;
    }

    /** Pauses a queue. */
    @POST
    @Path("/pause/{queue}")
    public void pause(@PathParam("queue") String queue) {
        client.pause(queue, "a test");
    }

    /** Ends its pause. */
    @POST
    @Path("/resume/{queue}")
    public void resume(@PathParam("queue") String queue) {
        client.resume(queue);
    }

    /** A job's status and attempts. */
    @GET
    @Path("/jobs/{id}")
    public String job(@PathParam("id") String id) {
        return client.get(id).map(LedgerApp::line).orElse("unknown");
    }

    private static String line(JobInfo job) {
        return job.status().word() + " attempts=" + job.attempts() + " rescues=" + job.rescues();
    }
}
