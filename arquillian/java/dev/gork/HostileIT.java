package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.Hostile;
import dev.gork.testing.PlainSql;
import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Promise 10, with thousands of generated values: each is a clear error that leaves the caller's transaction as it was, or
 * a job that runs; never a stuck poller, never a lost neighbour.
 */
@ExtendWith(ArquillianExtension.class)
class HostileIT {
    private static final long SEED = 20_261_124;
    private static final int REQUESTS = 6_000;
    private static final int ROWS = 5_000;
    private static final int EVERY = 50;

    @Deployment
    static WebArchive war() {
        return Wars.war(
                "gork.queue-defaults.max-retries=0\n",
                HostileIT.class,
                Hostile.class,
                Hostile.Unreadable.class,
                PlainSql.class);
    }

    @Inject
    Event<JobRequest> jobs;

    @Inject
    JobClient client;

    @Inject
    UserTransaction transaction;

    @Inject
    PlainSql sql;

    @ApplicationScoped
    public static class Handlers {
        void echo(@Observes @Queue("echo") Job job) {
            job.result(Map.of("length", job.argumentsJson().length()));
        }

        void neighbour(@Observes @Queue("neighbour") Job job) {
            job.result("fine");
        }
    }

    /** Each of thousands of failures is an error to an operator, and together they would drown the build's log. */
    private static final Logger FAILURES = Logger.getLogger("dev.gork.engine.EventLog");

    @BeforeEach
    void quiet() {
        FAILURES.setLevel(Level.OFF);
    }

    @AfterEach
    void loud() {
        FAILURES.setLevel(null);
    }

    @Test
    void aHostileRequestIsAClearErrorOrAJobThatRuns() throws Exception {
        Hostile hostile = new Hostile(SEED);
        List<String> accepted = new ArrayList<>();
        List<String> neighbours = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < REQUESTS; i++) {
            transaction.begin();
            JobRequest request = null;
            try {
                request = request(hostile, i);
                jobs.fire(request);
                request.id().ifPresent(accepted::add);
            } catch (GorkException | IllegalArgumentException e) {
                refused++;
                assertThat(e.getMessage())
                        .as("seed %d, request %d: %s", SEED, i, request)
                        .isNotBlank();
            }
            assertThat(transaction.getStatus())
                    .as("seed %d, request %d: %s", SEED, i, request)
                    .isEqualTo(Status.STATUS_ACTIVE);
            if (i % EVERY == 0) {
                neighbours.add("request-neighbour-" + i);
                jobs.fire(JobRequest.to("neighbour").id("request-neighbour-" + i));
            }
            transaction.commit();
        }

        assertThat(refused).isBetween(REQUESTS / 4, REQUESTS - 100);
        assertThat(accepted).allSatisfy(id -> assertThat(client.get(id)).isPresent());
        nothingIsStuck(neighbours);
    }

    @Test
    void aHostileRowFailsInWordsOrRuns() {
        Hostile hostile = new Hostile(SEED);
        List<String> neighbours = new ArrayList<>();
        int stored = 0;
        for (int i = 0; i < ROWS; i++) {
            stored += insert(hostile, i);
            if (i % EVERY == 0) {
                neighbours.add("row-neighbour-" + i);
                sql.run(
                        "INSERT INTO jobs (id, queue, status) VALUES (?1, 'neighbour', 'scheduled')",
                        neighbours.get(neighbours.size() - 1));
            }
        }

        assertThat(stored).isGreaterThan(ROWS / 4);
        nothingIsStuck(neighbours);
        assertThat(sql.rows("SELECT id FROM jobs WHERE queue = 'echo' AND status = 'failed'"
                        + " AND (last_error IS NULL OR last_error = '')"))
                .as("each failure has its reason")
                .isEmpty();
    }

    private void nothingIsStuck(List<String> neighbours) {
        Wait.until(
                "all that was due is finished",
                () -> sql.rows(
                                "SELECT id FROM jobs WHERE queue IN ('echo', 'neighbour')"
                                        + " AND (status = 'initialized' OR status = 'scheduled' AND scheduled_at <= CURRENT_TIMESTAMP)")
                        .isEmpty());
        assertThat(neighbours)
                .allSatisfy(
                        id -> assertThat(client.get(id).orElseThrow().status()).isEqualTo(JobStatus.COMPLETED));
    }

    private static JobRequest request(Hostile hostile, int number) {
        JobRequest request = JobRequest.to(hostile.oneIn(6) ? hostile.text() : "echo");
        request = request.id(hostile.oneIn(4) ? hostile.text() : "hostile-request-" + number);
        if (hostile.oneIn(2)) {
            request = request.argumentsJson(hostile.json());
        } else {
            request = request.arguments(hostile.object());
        }
        if (hostile.oneIn(8)) {
            request = request.at(hostile.instant());
        } else if (hostile.oneIn(8)) {
            request = request.in(hostile.duration());
        }
        if (hostile.oneIn(8)) {
            request = request.priority(hostile.number());
        }
        if (hostile.oneIn(8)) {
            request = request.maxRetries(hostile.number());
        }
        if (hostile.oneIn(8)) {
            request = request.retryInterval(hostile.duration());
        }
        return request;
    }

    /** How many rows the database took: what it refuses is its own business. */
    private int insert(Hostile hostile, int number) {
        String due = hostile.oneIn(4)
                ? "TIMESTAMP WITH TIME ZONE '" + (hostile.oneIn(2) ? "0001-01-01" : "9999-12-31") + " 00:00:00+00'"
                : "CURRENT_TIMESTAMP";
        try {
            return sql.run(
                    "INSERT INTO jobs (id, queue, status, arguments, options, priority, retry_count, attempts, rescues,"
                            + " scheduled_at) VALUES (?1, 'echo', 'scheduled', " + json(2) + ", " + json(3)
                            + ", ?4, ?5, ?6, ?7, " + due + ")",
                    hostile.oneIn(4) ? number + hostile.text() : "hostile-row-" + number,
                    hostile.json(),
                    hostile.options(),
                    hostile.number(),
                    hostile.number(),
                    hostile.number(),
                    Math.max(0, hostile.number()));
        } catch (RuntimeException refused) {
            return 0;
        }
    }

    private String json(int parameter) {
        return sql.isPostgres() ? "CAST(?" + parameter + " AS jsonb)" : "?" + parameter;
    }
}
