package dev.gork.testing;

import dev.gork.Job;
import dev.gork.Queue;
import dev.gork.QueueDefaults;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** An application whose database fails it: its handlers end when they are told to. */
@Path("/")
@ApplicationScoped
public class OutageApp {
    /** Where its resources are. */
    @ApplicationPath("/app")
    public static class Api extends Application {}

    @Resource(lookup = "java:comp/DefaultDataSource")
    DataSource dataSource;

    @Resource(lookup = "java:comp/DefaultManagedScheduledExecutorService")
    ManagedScheduledExecutorService executor;

    private final Set<String> begun = ConcurrentHashMap.newKeySet();
    private final Map<String, CountDownLatch> released = new ConcurrentHashMap<>();

    /** Writes what it does, in one transaction with its completion. */
    @Transactional
    @QueueDefaults(retryInterval = "200ms", backoff = "fixed", maxRetries = 1000)
    void ledger(@Observes @Queue("ledger") Job job) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO ledger (job) VALUES (?)")) {
            insert.setString(1, job.id());
            insert.executeUpdate();
        }
    }

    /** Is done at once. */
    void quick(@Observes @Queue("quick") Job job) {}

    /** Takes three seconds, in one transaction. */
    @Transactional
    @QueueDefaults(maxRetries = 0)
    void slow(@Observes @Queue("slow") Job job) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement sleep = connection.prepareStatement("SELECT pg_sleep(3)")) {
            sleep.executeQuery().close();
        }
    }

    /** Ends when it is released. */
    @QueueDefaults(maxRetries = 0)
    void held(@Observes @Queue("held") Job job) throws InterruptedException {
        begun.add(job.id());
        latch(job.id()).await();
        job.result("held");
    }

    /** Ends when it is released, and never before. */
    @QueueDefaults(maxRetries = 0)
    void deaf(@Observes @Queue("deaf") Job job) {
        CountDownLatch latch = latch(job.id());
        while (latch.getCount() > 0) {
            Thread.onSpinWait();
        }
    }

    /** Holds one of the pool's connections until it is released. */
    @QueueDefaults(instances = 50, maxRetries = 0)
    void hog(@Observes @Queue("hog") Job job) throws SQLException, InterruptedException {
        try (Connection connection = dataSource.getConnection()) {
            connection.isReadOnly();
            latch("hog").await();
        }
    }

    /** Whether a handler has begun: the row says so before its node knows. */
    @GET
    @Path("/begun/{id}")
    public boolean begun(@PathParam("id") String id) {
        return begun.contains(id);
    }

    /** Lets a handler end. */
    @POST
    @Path("/release/{id}")
    public void release(@PathParam("id") String id) {
        latch(id).countDown();
    }

    /**
     * Keeps a server that is told to stop from stopping the application, until its executors refuse, and then until a held
     * job has been completed and another one has been run. Each is noted in the ledger when it is seen.
     */
    @POST
    @Path("/quiesce/{held}")
    public void quiesce(@PathParam("held") String held) throws SQLException {
        sql("INSERT INTO ledger (job) VALUES ('waiting')");
        note("refused", this::executorRefuses);
        release(held);
        note("outcome written", () -> sql("DELETE FROM jobs WHERE status = 'completed' AND id = '" + held + "'"));
        sql("INSERT INTO jobs (id, queue, status) VALUES ('late', 'quick', 'scheduled')");
        note("polled", () -> sql("DELETE FROM jobs WHERE status = 'completed' AND id = 'late'"));
    }

    private void note(String what, Check check) throws SQLException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() - end < 0) {
            if (check.passes()) {
                sql("INSERT INTO ledger (job) VALUES ('" + what + "')");
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private interface Check {
        boolean passes() throws SQLException;
    }

    private boolean executorRefuses() {
        try {
            executor.submit(() -> {});
            return false;
        } catch (RejectedExecutionException e) {
            return true;
        }
    }

    private boolean sql(String statement) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            return prepared.executeUpdate() > 0;
        }
    }

    private CountDownLatch latch(String id) {
        return released.computeIfAbsent(id, key -> new CountDownLatch(1));
    }
}
