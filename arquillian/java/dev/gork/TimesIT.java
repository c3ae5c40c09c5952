package dev.gork;

import static dev.gork.testing.Console.OPERATOR;
import static dev.gork.testing.Console.VIEWER;
import static dev.gork.testing.Console.as;
import static dev.gork.testing.Console.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.Console;
import dev.gork.testing.SqlServlet;
import dev.gork.testing.Wait;
import dev.gork.testing.Watch;
import java.net.URL;
import java.net.http.HttpResponse;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Times at the ends of what a database knows, as SQL may write them: everybody else's pages are as they were. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class TimesIT {
    private static final List<String> POSTGRESQL =
            List.of("-infinity", "infinity", "10001-01-01", "0044-03-15 BC", "4713-01-01 BC", "294276-12-31");

    /** It knows no infinite ones. */
    private static final List<String> H2 = List.of(
            "10001-01-01 00:00:00+00",
            "-43-03-15 00:00:00+00",
            "-999999999-01-02 00:00:00+00",
            "999999999-12-30 00:00:00+00");

    @Deployment(testable = false)
    static WebArchive war() {
        return Console.war().addClass(SqlServlet.class);
    }

    @ArquillianResource
    URL base;

    Console console;

    @BeforeEach
    void open() {
        console = new Console(base);
    }

    @Test
    void anyTimeIsShown() throws Exception {
        for (String time : console.isPostgres() ? POSTGRESQL : H2) {
            console.post(OPERATOR, "jobs", "{\"id\":\"timed\",\"queue\":\"timed\"}");
            everyTimeIs(time);
            try {
                for (String path : List.of(
                        "jobs/timed",
                        "jobs?queue=timed",
                        "jobs/timed/attempts",
                        "jobs/count?queue=timed",
                        "queues",
                        "nodes",
                        "stats",
                        "me",
                        "bulk",
                        "history")) {
                    answers(path + " at " + time, 200, console.get(VIEWER, path));
                }
                try (Watch watch = Watch.of(as(VIEWER, console.request("/gork/api/v1/events?ids=timed")))) {
                    watch.until("the job and the queues are told", "event: queues", "event: jobs", "\"id\":\"timed\"");
                }
                answers("pause at " + time, 200, console.post(OPERATOR, "queues/timed/pause", "{}"));
                answers("resume at " + time, 200, console.post(OPERATOR, "queues/timed/resume", "{}"));
                answers("edit at " + time, 200, console.change(OPERATOR, "PATCH", "jobs/timed", "{\"priority\":1}"));
                console.sql("UPDATE jobs SET status = 'failed' WHERE id = 'timed'");
                answers("run at " + time, 200, console.post(OPERATOR, "jobs/timed/retry", "{}"));
                answers("attempts at " + time, 200, console.get(VIEWER, "jobs/timed/attempts"));
            } finally {
                console.post(OPERATOR, "jobs/timed/delete", "{}");
                console.sql("""
                        DELETE FROM gork_nodes WHERE id = 'timed';
                        DELETE FROM gork_queues WHERE name = 'timed';
                        DELETE FROM gork_bulk WHERE id = 'timed'""");
            }
        }
    }

    @Test
    void theDatabasesOwnWordForATimeWithoutAnEndIsShown() {
        if (console.isPostgres()) {
            console.post(OPERATOR, "jobs", "{\"id\":\"endless\",\"queue\":\"nobody\"}");
            console.sql("UPDATE jobs SET scheduled_at = '-infinity', started_at = 'infinity' WHERE id = 'endless'");

            assertThat(object(console.get(VIEWER, "jobs/endless")).getString("scheduled_at"))
                    .isEqualTo("-infinity");
            assertThat(object(console.get(VIEWER, "jobs/endless")).getString("started_at"))
                    .isEqualTo("infinity");
            console.post(OPERATOR, "jobs/endless/delete", "{}");
        }
    }

    @Test
    void aJobThatHasAlwaysBeenDueIsRunAndCounted() {
        console.post(OPERATOR, "jobs", """
                {"id": "always-due", "queue": "increase", "arguments": {"increase_this": 1}, "delay_seconds": 3600}""");
        console.sql("UPDATE jobs SET scheduled_at = '%s' WHERE id = 'always-due'"
                .formatted(console.isPostgres() ? "-infinity" : "-999999999-01-02 00:00:00+00"));
        Wait.until(
                "it is completed",
                () -> object(console.get(VIEWER, "jobs/always-due"))
                        .getString("status")
                        .equals("completed"));

        Wait.value(
                "what was counted is what there is",
                () -> List.of(counted("scheduled"), counted("initialized"), counted("completed")),
                List.of(there("scheduled"), there("initialized"), there("completed"))::equals);
    }

    private String counted(String status) {
        return console.sql("""
                SELECT COALESCE(SUM(jobs), 0) FROM (
                    SELECT queue, status, jobs FROM gork_counts UNION ALL SELECT queue, status, jobs FROM gork_count_deltas)
                    AS counts
                WHERE queue = 'increase' AND status = '%s'""".formatted(status));
    }

    private String there(String status) {
        return console.sql("SELECT COUNT(*) FROM jobs WHERE queue = 'increase' AND status = '" + status + "'");
    }

    private void everyTimeIs(String time) {
        console.sql("""
                UPDATE jobs SET scheduled_at = '%1$s', started_at = '%1$s', finished_at = '%1$s', created_at = '%1$s',
                    updated_at = '%1$s' WHERE id = 'timed';
                DELETE FROM gork_attempts WHERE job = 'timed';
                INSERT INTO gork_attempts (job, claim, started_at, ended_at, outcome)
                    VALUES ('timed', 100, '%1$s', '%1$s', 'retried');
                INSERT INTO gork_queues (name, paused_at) VALUES ('timed', '%1$s');
                INSERT INTO gork_nodes (id, name, workers, started_at, last_seen_at)
                    VALUES ('timed', 'timed', '{}', '%1$s', '%1$s');
                INSERT INTO gork_bulk (id, action, target, state, started_by, started_at, ended_at)
                    VALUES ('timed', 'run', '[]', 'done', 'timed', '%1$s', '%1$s')""".formatted(time));
    }

    private static void answers(String what, int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(what + ": " + answer.body()).isEqualTo(status);
    }
}
