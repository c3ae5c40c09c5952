package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A job reaches the handler of its queue, and ends as the handler ends. */
@ExtendWith(ArquillianExtension.class)
class HandlerIT {
    @Deployment
    static WebArchive war() {
        return Wars.war("", HandlerIT.class);
    }

    @Inject
    Event<JobRequest> jobs;

    @Inject
    JobClient client;

    public record Add(int a, int b) {}

    public record Sum(int sum) {}

    @ApplicationScoped
    public static class Handlers {
        @Inject
        Job current;

        void add(@Observes @Queue("add") Job job) {
            Add add = job.arguments(Add.class);
            job.result(new Sum(add.a() + add.b()));
        }

        @QueueDefaults(instances = 2, timeout = "30s")
        void typed(@Observes @Queue("typed") Add add, Job job) {
            assertThat(job.id()).isEqualTo(current.id());
            job.result(new Sum(add.a() + add.b()));
        }

        void attempts(@Observes @Queue("attempts") Job job) {
            assertThat(job.deadline()).isAfter(Instant.now());
            if (job.attempt() < 3) {
                throw new IllegalStateException("not yet, attempt " + job.attempt());
            }
            job.result(job.attempt());
        }
    }

    @Test
    void aJobIsRunAndItsResultKept() {
        jobs.fire(JobRequest.to("add").id("add-1").arguments(new Add(2, 3)));

        assertThat(finished("add-1"))
                .returns(JobStatus.COMPLETED, JobInfo::status)
                .returns(1, JobInfo::attempts)
                .returns(0, JobInfo::retryCount);
        assertThat(client.get("add-1").orElseThrow().resultJson().replace(" ", ""))
                .isEqualTo("{\"sum\":5}");
    }

    @Test
    void aTypedHandlerReceivesItsArguments() {
        jobs.fire(JobRequest.to("typed").id("typed-1").argumentsJson("{\"a\":4,\"b\":5}"));

        assertThat(finished("typed-1").resultJson().replace(" ", "")).isEqualTo("{\"sum\":9}");
    }

    @Test
    void aFailedJobIsTriedAgain() {
        jobs.fire(JobRequest.to("attempts").id("attempts-1").retryInterval(Duration.ofMillis(10)));

        assertThat(finished("attempts-1"))
                .returns(JobStatus.COMPLETED, JobInfo::status)
                .returns(3, JobInfo::attempts)
                .returns(2, JobInfo::retryCount)
                .returns("3", JobInfo::resultJson);
        assertThat(client.get("attempts-1").orElseThrow().lastError()).startsWith("not yet, attempt 2\n");
    }

    private JobInfo finished(String id) {
        return Wait.value(
                "job " + id + " is finished",
                () -> client.get(id).orElseThrow(),
                job -> job.status().finished());
    }
}
