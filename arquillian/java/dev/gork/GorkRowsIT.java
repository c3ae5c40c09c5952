package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.PlainSql;
import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Rows that come by plain SQL: those of gork's Go client run unchanged, hostile ones fail in words and hurt nobody. No
 * one wakes a node for them: promise 12, polling alone is correct.
 */
@ExtendWith(ArquillianExtension.class)
class GorkRowsIT {
    @Deployment
    static WebArchive war() {
        return Wars.war("gork.max-rescues=2\n", GorkRowsIT.class, PlainSql.class);
    }

    @Inject
    PlainSql sql;

    @Inject
    JobClient client;

    @Inject
    Event<JobRequest> jobs;

    @ApplicationScoped
    public static class Handlers {
        void increase(@Observes @Queue("increase") Job job) {
            int number = job.arguments(Increase.class).increase_this();
            if (number == 123) {
                throw new IllegalArgumentException("error, number is 123");
            }
            job.result(new Increased(number + 1));
        }
    }

    public record Increase(int increase_this) {}

    public record Increased(int increased) {}

    /** Promise 12: polling alone is correct. Nobody is woken for a row that another program inserts. */
    @Test
    void aRowOfGorksGoClientRuns() {
        sql.run(insert("go-1", "{\"increase_this\":1234}", "{\"max_retries\":0,\"retry_interval\":10000000000}"));

        assertThat(finished("go-1").status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(finished("go-1").resultJson().replace(" ", "")).isEqualTo("{\"increased\":1235}");
    }

    @Test
    void itsRetriesAndTheirFixedIntervalInNanosecondsCount() {
        sql.run(insert("go-2", "{\"increase_this\":123}", "{\"max_retries\":2,\"retry_interval\":1000000}"));

        assertThat(finished("go-2"))
                .returns(JobStatus.FAILED, JobInfo::status)
                .returns(2, JobInfo::retryCount)
                .returns(3, JobInfo::attempts);
        assertThat(finished("go-2").lastError()).startsWith("error, number is 123\n");
    }

    @Test
    void aJobThatItsWorkerLeftRunningIsRescuedAndRun() {
        sql.run(
                "INSERT INTO jobs (id, queue, status, arguments, started_at)"
                        + " VALUES ('go-3', 'increase', 'initialized', '{\"increase_this\":1}', CURRENT_TIMESTAMP - INTERVAL '1' DAY)");

        assertThat(finished("go-3"))
                .returns(JobStatus.COMPLETED, JobInfo::status)
                .returns(1, JobInfo::rescues);
    }

    /** Promise 5: no poison. */
    @Test
    void aJobWhoseNodesKeepDyingIsGivenUpWithTheReason() {
        sql.run("INSERT INTO jobs (id, queue, status, arguments, node, claim, attempts, rescues)"
                + " VALUES ('poison', 'increase', 'initialized', '{\"increase_this\":1}', 'long dead', 3, 3, 2)");

        assertThat(finished("poison"))
                .returns(JobStatus.FAILED, JobInfo::status)
                .returns(3, JobInfo::rescues)
                .extracting(JobInfo::lastError)
                .asString()
                .contains("3 times the node that ran it died");
    }

    /** Promise 10: never a stuck poller, never a lost neighbour. */
    @Test
    void hostileRowsFailInWordsAndTheirNeighboursRun() {
        String[] options = {
            "[]",
            "null",
            "\"x\"",
            "{\"max_retries\":-5}",
            "{\"max_retries\":\"many\"}",
            "{\"backoff\":{}}",
            "{\"retry_interval\":[1]}"
        };
        for (int i = 0; i < options.length; i++) {
            sql.run(insert("hostile-" + i, "{\"increase_this\":1}", options[i]));
        }
        String[] arguments = {
            "[]", "null", "\"'; DROP TABLE jobs; --\"", "{\"increase_this\":\"x\"}", "{\"increase_this\":1e50}"
        };
        for (int i = 0; i < arguments.length; i++) {
            sql.run(insert("strange-" + i, arguments[i], "{\"max_retries\":0}"));
        }
        sql.run("INSERT INTO jobs (id, queue, status, retry_count, attempts, rescues, priority, scheduled_at)"
                + " VALUES ('numbers', 'increase', 'scheduled', 2147483647, 5, 0, 2147483647, '0001-01-01 00:00:00Z')");
        sql.run("INSERT INTO jobs (id, queue, status) VALUES ('', 'increase', 'scheduled')");
        if (sql.isPostgres()) {
            sql.run("INSERT INTO jobs (id, queue, status, options, scheduled_at)"
                    + " VALUES ('ever', 'increase', 'scheduled', '{\"max_retries\":0}', '-infinity')");
        }
        jobs.fire(JobRequest.to("increase").id("neighbour").arguments(new Increase(1)));

        assertThat(finished("neighbour").status()).isEqualTo(JobStatus.COMPLETED);
        for (int i = 0; i < options.length; i++) {
            assertThat(finished("hostile-" + i).lastError()).contains("It can never run: option");
        }
        for (int i = 0; i < arguments.length; i++) {
            JobInfo strange = finished("strange-" + i);
            assertThat(strange.status() == JobStatus.COMPLETED
                            || strange.lastError().contains("The arguments of job"))
                    .as("%s", strange)
                    .isTrue();
        }
        finished("numbers");
        if (sql.isPostgres()) {
            finished("ever");
        }
    }

    private static String insert(String id, String arguments, String options) {
        return "INSERT INTO jobs (id, queue, status, arguments, options, scheduled_at) VALUES ('" + id
                + "', 'increase', 'scheduled', '" + arguments.replace("'", "''") + "', '" + options
                + "', CURRENT_TIMESTAMP)";
    }

    private JobInfo finished(String id) {
        return Wait.value(
                "job " + id + " is finished",
                () -> client.get(id).orElseThrow(),
                job -> job.status().finished());
    }
}
