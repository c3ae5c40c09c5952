package dev.gork.chaos.app;

import dev.gork.ActionResult;
import dev.gork.Job;
import dev.gork.JobClient;
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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Application;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The application that the faults hit. It takes orders, each with a job in the same transaction, and its handlers write
 * one line of a ledger each. It knows nothing of the faults, and does nothing about them.
 */
@Path("/")
@ApplicationScoped
public class ChaosApp {
    /** Where its resources are. */
    @ApplicationPath("/app")
    public static class Api extends Application {}

    /**
     * How many long jobs are among {@link #SHARE} of an order, and how many transactional ones; the others are plain. Every
     * fourth of the long ones is transactional, too.
     */
    private static final int LONG = 1;

    private static final int TRANSACTIONAL = 19;
    private static final int SHARE = 50;

    /** Orders of other kinds have numbers of their own. */
    private static final int POISON = -1_000_000_000;

    private static final int POISON_AND_OTHERS = 10;

    @Inject
    Event<JobRequest> jobs;

    @Inject
    JobClient client;

    @Resource(lookup = "java:comp/DefaultDataSource")
    DataSource dataSource;

    private final long longMillis = ConfigProvider.getConfig().getValue("chaos.long-millis", Long.class);

    /** Whose follow-up a job is. */
    public record Parent(String parent) {}

    void plain(@Observes @Queue("plain") Job job) throws SQLException {
        enter("ledger", job.id(), job.attempt());
    }

    @Transactional
    void transactional(@Observes @Queue("transactional") Job job) throws SQLException {
        enter("ledger", job.id(), job.attempt());
        jobs.fire(JobRequest.to("follow-up").arguments(new Parent(job.id())));
    }

    void followUp(@Observes @Queue("follow-up") Job job) throws SQLException {
        enter("ledger", job.id(), job.attempt());
    }

    /**
     * Longer than the lease, to see that a living node keeps it. More at once than pile up while one node after the other
     * is away: a rescued job should have to wait for its rescue, not for a slot.
     */
    @QueueDefaults(instances = 200)
    void longOne(@Observes @Queue("long") Job job) throws SQLException, InterruptedException {
        TimeUnit.MILLISECONDS.sleep(longMillis);
        enter("ledger", job.id(), job.attempt());
    }

    /** Its transaction is open, and has written, for as long as it takes; each has a connection of the pool meanwhile. */
    @Transactional
    @QueueDefaults(instances = 25)
    void longTransactional(@Observes @Queue("long-transactional") Job job) throws SQLException, InterruptedException {
        jobs.fire(JobRequest.to("follow-up").arguments(new Parent(job.id())));
        TimeUnit.MILLISECONDS.sleep(longMillis);
        enter("ledger", job.id(), job.attempt());
    }

    /** Halts the process if it is poison, and takes long enough to be there when another one does. */
    void suspect(@Observes @Queue("suspect") Job job) throws SQLException, InterruptedException {
        TimeUnit.MILLISECONDS.sleep(500);
        if (job.id().startsWith("poison")) {
            Runtime.getRuntime().halt(1);
        }
        TimeUnit.MILLISECONDS.sleep(500);
        enter("ledger", job.id(), job.attempt());
    }

    /** Takes so many orders from a number on; all of them, with their jobs, or none. */
    @POST
    @Path("/orders/{from}/{count}")
    @Transactional
    public String order(@PathParam("from") int from, @PathParam("count") int count) throws SQLException {
        for (int number = from; number < from + count; number++) {
            int place = number % SHARE;
            String longOne = number / SHARE % 4 == 1 ? "long-transactional" : "long";
            String queue = place < LONG ? longOne : place < LONG + TRANSACTIONAL ? "transactional" : "plain";
            String id = queue + "-" + number;
            enter("orders", id, number);
            jobs.fire(JobRequest.to(queue).id(id));
        }
        return "taken";
    }

    /** Takes the order of a job that has ended once more, under the same id. */
    @POST
    @Path("/again/{job}")
    @Transactional
    public String orderAgain(@PathParam("job") String id) throws SQLException {
        ActionResult deleted = client.delete(id);
        if (deleted.answer() != ActionResult.Answer.DONE) {
            throw new IllegalStateException(deleted.toString());
        }
        int end = id.lastIndexOf('-');
        enter("orders", id, -1 - Integer.parseInt(id.substring(end + 1)));
        jobs.fire(JobRequest.to(id.substring(0, end)).id(id));
        return "taken";
    }

    /** Takes an order of poison, and of others in the same queue that are none. */
    @POST
    @Path("/poison/{number}")
    @Transactional
    public String orderPoison(@PathParam("number") int number) throws SQLException {
        for (int place = 0; place < POISON_AND_OTHERS; place++) {
            String id = place == 0 ? "poison-" + number : "beside-" + number + "-" + place;
            enter("orders", id, POISON + POISON_AND_OTHERS * number + place);
            jobs.fire(JobRequest.to("suspect").id(id));
        }
        return "taken";
    }

    private void enter(String table, String job, int number) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO " + table + " (job, number) VALUES (?, ?)")) {
            insert.setString(1, job);
            insert.setInt(2, number);
            insert.executeUpdate();
        }
    }
}
