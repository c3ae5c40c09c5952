package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A job reaches the handler of its queue, and ends as the handler ends. */
@ExtendWith(ArquillianExtension.class)
class HandlerIT {
    private static final int CROWD = 1000;

    @Deployment
    static WebArchive war() {
        return Wars.war("", HandlerIT.class);
    }

    @Inject
    Event<JobRequest> jobs;

    @Inject
    JobClient client;

    @Inject
    Handlers handlers;

    public record Add(int a, int b) {}

    public record Sum(int sum) {}

    @ApplicationScoped
    public static class Handlers {
        @Inject
        Job current;

        public java.util.List<Object> unqualified() {
            return java.util.List.copyOf(unqualified);
        }

        public java.util.List<JobFailed> failures() {
            return java.util.List.copyOf(failures);
        }

        public java.util.List<String> events(String id) {
            return events.stream()
                    .filter(event -> event.endsWith(" " + id))
                    .map(event -> event.split(" ")[0])
                    .toList();
        }

        void add(@Observes @Queue("add") Job job) {
            Add add = job.arguments(Add.class);
            job.result(new Sum(add.a() + add.b()));
        }

        @QueueDefaults(instances = 2, timeout = "30s")
        void typed(@Observes @Queue("typed") Add add, Job job) {
            assertThat(job.id()).isEqualTo(current.id());
            job.result(new Sum(add.a() + add.b()));
        }

        final ConcurrentLinkedQueue<Object> unqualified = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<JobFailed> failures = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();

        void anyAdd(@Observes Add add) {
            unqualified.add(add);
        }

        void failed(@Observes @Queue("fails") JobFailed failure) {
            assertThat(current.id()).isEqualTo(failure.id());
            failures.add(failure);
        }

        void events(@Observes JobEvent event) {
            events.add(event.getClass().getSimpleName() + " " + event.id());
            throw new IllegalStateException("an observer's failure changes nothing");
        }

        void checked(@Observes @Queue("fails") Job job) throws Exception {
            throw new java.io.IOException("a checked exception");
        }

        @QueueDefaults(timeout = "1s", maxRetries = 0)
        void slow(@Observes @Queue("slow") Job job) throws InterruptedException {
            new CountDownLatch(1).await();
        }

        @QueueDefaults(timeout = "1s", maxRetries = 0)
        void deaf(@Observes @Queue("deaf") Job job) {
            boolean interrupted = false;
            while (!interrupted) {
                interrupted = Thread.interrupted();
            }
        }

        final CountDownLatch released = new CountDownLatch(1);

        /** Hears no interrupt. */
        @QueueDefaults(instances = 1, timeout = "1s", maxRetries = 0)
        void stone(@Observes @Queue("stone") Job job) {
            boolean ended = false;
            while (!ended) {
                try {
                    released.await();
                    ended = true;
                } catch (InterruptedException e) {
                    ended = false;
                }
            }
        }

        public void release() {
            released.countDown();
        }

        private final CountDownLatch crowd = new CountDownLatch(CROWD);

        /** Returns once so many run at the same time. */
        @QueueDefaults(instances = CROWD)
        void sleeper(@Observes @Queue("sleepers") Job job) throws InterruptedException {
            crowd.countDown();
            crowd.await();
        }

        /** Its own exception cannot even say what is wrong. */
        void malicious(@Observes @Queue("malicious") Job job) {
            throw new IllegalStateException() {
                private static final long serialVersionUID = 1L;

                @Override
                public String getMessage() {
                    throw new UnsupportedOperationException();
                }
            };
        }

        void unencodable(@Observes @Queue("unencodable") Job job) {
            job.result("\0");
        }

        void attempts(@Observes @Queue("attempts") Job job) {
            assertThat(job.deadline()).isAfter(Instant.now());
            if (job.attempt() < 3) {
                throw new IllegalStateException("not yet, attempt " + job.attempt());
            }
            job.result(job.attempt());
        }
    }

    /** Of each lifecycle event, which jobs' it was told, as a bean of a request that is nobody's. */
    @RequestScoped
    public static class OfRequests {
        private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

        void told(@Observes JobEvent event) {
            TOLD.add(event.getClass().getSimpleName() + " " + event.id());
        }
    }

    /** Leaves its thread unlike it was, and says whether another did. */
    @ApplicationScoped
    public static class Untidy {
        @QueueDefaults(instances = 1)
        void handle(@Observes @Queue("untidy") Job job) {
            Thread thread = Thread.currentThread();
            job.result(thread.getContextClassLoader() != null
                    && !thread.isInterrupted()
                    && !thread.getName().equals("untidy")
                    && thread.getPriority() == Thread.NORM_PRIORITY);
            thread.setContextClassLoader(null);
            thread.setName("untidy");
            thread.setPriority(Thread.MAX_PRIORITY);
            thread.interrupt();
        }
    }

    @Test
    void whatAHandlerDoesToItsThreadIsNotThereForTheNextJob() {
        List<String> ids = IntStream.range(0, 10).mapToObj(i -> "untidy-" + i).toList();
        ids.forEach(id -> jobs.fire(JobRequest.to("untidy").id(id)));

        assertThat(ids)
                .allSatisfy(id -> assertThat(finished(id))
                        .returns(JobStatus.COMPLETED, JobInfo::status)
                        .returns("true", JobInfo::resultJson));
    }

    @Test
    void requestScopedObserversAreToldOfEachEvent() {
        jobs.fire(JobRequest.to("attempts").id("told-attempts").retryInterval(Duration.ZERO));
        jobs.fire(JobRequest.to("malicious").id("told-malicious").maxRetries(0));

        List.of(
                        "JobEnqueued told-attempts",
                        "JobStarted told-attempts",
                        "JobRetried told-attempts",
                        "JobCompleted told-attempts",
                        "JobFailed told-malicious")
                .forEach(event -> Wait.until("it is told " + event, () -> OfRequests.TOLD.contains(event)));
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

    @Test
    void aTypedHandlersArgumentsReachNoUnqualifiedObserver() {
        jobs.fire(JobRequest.to("typed").id("typed-2").arguments(new Add(1, 1)));

        finished("typed-2");
        assertThat(handlers.unqualified()).isEmpty();
    }

    @Test
    void argumentsOfAnotherShapeFailTheAttemptInWords() {
        jobs.fire(
                JobRequest.to("typed").id("typed-bad").argumentsJson("[\"x\"]").maxRetries(0));

        assertThat(finished("typed-bad"))
                .returns(JobStatus.FAILED, JobInfo::status)
                .extracting(JobInfo::lastError)
                .asString()
                .contains("job 'typed-bad' of queue 'typed'")
                .contains("Add");
    }

    @Test
    void whenAllAttemptsAreUsedUpTheJobFailsAndItsObserversAreTold() {
        jobs.fire(JobRequest.to("fails")
                .id("fails-1")
                .arguments("why")
                .maxRetries(1)
                .retryInterval(Duration.ZERO));

        assertThat(finished("fails-1"))
                .returns(JobStatus.FAILED, JobInfo::status)
                .returns(2, JobInfo::attempts)
                .returns(1, JobInfo::retryCount);
        assertThat(client.get("fails-1").orElseThrow().lastError())
                .startsWith("a checked exception\njava.io.IOException\n\tat dev.gork.HandlerIT")
                .doesNotContain("ObserverException");
        Wait.until("it was told", () -> handlers.failures().size() == 1);
        assertThat(handlers.failures().get(0).job().arguments(String.class)).isEqualTo("why");
        Wait.until("the events are told", () -> handlers.events("fails-1").size() == 5);
        assertThat(handlers.events("fails-1"))
                .containsExactlyInAnyOrder("JobEnqueued", "JobStarted", "JobRetried", "JobStarted", "JobFailed");
    }

    /** Promise 6: timeouts are real. */
    @Test
    void aHandlerOverItsTimeoutIsInterruptedAndFails() {
        jobs.fire(JobRequest.to("slow").id("slow-1"));
        jobs.fire(JobRequest.to("deaf").id("deaf-1"));

        for (String id : new String[] {"slow-1", "deaf-1"}) {
            assertThat(finished(id))
                    .returns(JobStatus.FAILED, JobInfo::status)
                    .extracting(JobInfo::lastError)
                    .asString()
                    .startsWith("timed out: job '" + id + "'")
                    .contains("1000 ms");
        }
    }

    @Test
    void aHandlerThatIgnoresItsInterruptFailsWithItsStackKeepsItsSlotAndChangesNothingLater() {
        jobs.fire(JobRequest.to("stone").id("stone-1"));

        assertThat(finished("stone-1"))
                .returns(JobStatus.FAILED, JobInfo::status)
                .extracting(JobInfo::lastError)
                .asString()
                .startsWith("timed out, and stuck: job 'stone-1' of queue 'stone' ignores the interrupt")
                .contains("HandlerIT$Handlers.stone");
        jobs.fire(JobRequest.to("stone").id("stone-2"));
        jobs.fire(JobRequest.to("add").id("after-stone").arguments(new Add(1, 2)));
        assertThat(finished("after-stone").status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(client.get("stone-2").orElseThrow().status())
                .as("the only slot is taken")
                .isEqualTo(JobStatus.SCHEDULED);

        handlers.release();

        assertThat(finished("stone-2").status()).isEqualTo(JobStatus.COMPLETED);
        Wait.until(
                "its late outcome is told as one that changed nothing",
                () -> handlers.events("stone-1").contains("JobFenced"));
        assertThat(client.get("stone-1").orElseThrow().status()).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void anExceptionThatCannotBeReadFailsTheAttemptAllTheSame() {
        jobs.fire(JobRequest.to("malicious").id("malicious-1").maxRetries(1).retryInterval(Duration.ZERO));

        assertThat(finished("malicious-1"))
                .returns(JobStatus.FAILED, JobInfo::status)
                .returns(2, JobInfo::attempts);
    }

    @Test
    void aResultThatCannotBeStoredFailsTheAttempt() {
        jobs.fire(JobRequest.to("unencodable").id("unencodable-1").maxRetries(0));

        assertThat(finished("unencodable-1").lastError())
                .contains("The result of job 'unencodable-1'")
                .contains("NUL");
    }

    private JobInfo finished(String id) {
        return Wait.value(
                "job " + id + " is finished",
                () -> client.get(id).orElseThrow(),
                job -> job.status().finished());
    }

    @Test
    void aThousandHandlersSleepAtTheSameTime() {
        client.enqueue(IntStream.range(0, CROWD)
                .mapToObj(i -> JobRequest.to("sleepers").id("sleeper-" + i))
                .toList());

        Wait.until(
                "all are completed",
                () -> client.counts().stream()
                                .filter(each -> each.queue().equals("sleepers"))
                                .mapToLong(each -> each.count(JobStatus.COMPLETED))
                                .sum()
                        == CROWD);
    }
}
