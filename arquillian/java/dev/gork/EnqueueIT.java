package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Promise 1: a job exists exactly if the caller's transaction commits. Promise 10: a bad request hurts nobody's. */
@ExtendWith(ArquillianExtension.class)
class EnqueueIT {
    @Deployment
    static WebArchive war() {
        return Wars.war("", EnqueueIT.class);
    }

    @Inject
    Event<JobRequest> jobs;

    @Inject
    JobClient client;

    @Inject
    UserTransaction transaction;

    @Inject
    Told told;

    private final ManagedExecutorService executor = defaultExecutor();

    @ApplicationScoped
    public static class Told {
        private final ConcurrentLinkedQueue<String> enqueued = new ConcurrentLinkedQueue<>();

        public List<String> enqueued() {
            return List.copyOf(enqueued);
        }

        void enqueued(@Observes @Queue("nobody") JobEnqueued event) {
            enqueued.add(event.id());
        }
    }

    @AfterEach
    void endTransaction() throws Exception {
        if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
            transaction.rollback();
        }
    }

    @Test
    void withoutATransactionTheJobIsThereAtOnce() {
        jobs.fire(JobRequest.to("nobody").id("plain"));

        assertThat(client.get("plain").orElseThrow())
                .returns("nobody", JobInfo::queue)
                .returns(JobStatus.SCHEDULED, JobInfo::status)
                .returns("{}", JobInfo::argumentsJson)
                .returns("{}", JobInfo::optionsJson)
                .returns(0L, JobInfo::claim);
        assertThat(told.enqueued()).contains("plain");
    }

    @Test
    void aCommittedTransactionLeavesTheJobAndARolledBackOneDoesNot() throws Exception {
        transaction.begin();
        jobs.fire(JobRequest.to("nobody").id("committed"));
        assertThat(client.get("committed")).as("seen by its own transaction").isPresent();
        assertThat(told.enqueued()).as("told before the commit").doesNotContain("committed");
        transaction.commit();

        transaction.begin();
        jobs.fire(JobRequest.to("nobody").id("rolled-back"));
        transaction.rollback();

        assertThat(client.get("committed")).isPresent();
        assertThat(client.get("rolled-back")).isEmpty();
        assertThat(told.enqueued()).contains("committed").doesNotContain("rolled-back");
    }

    @Test
    void aDuplicateIdIsRefusedAndTheTransactionStaysUsable() throws Exception {
        jobs.fire(JobRequest.to("nobody").id("twice").argumentsJson("1"));

        transaction.begin();
        jobs.fire(JobRequest.to("nobody").id("before-duplicate"));
        assertThatThrownBy(() -> jobs.fire(JobRequest.to("nobody").id("twice").argumentsJson("2")))
                .isInstanceOf(DuplicateJobException.class)
                .hasMessageContaining("'twice'")
                .hasMessageContaining("'nobody'");
        assertThat(transaction.getStatus()).isEqualTo(Status.STATUS_ACTIVE);
        jobs.fire(JobRequest.to("nobody").id("after-duplicate"));
        transaction.commit();

        assertThat(client.get("twice").orElseThrow().argumentsJson()).isEqualTo("1");
        assertThat(client.get("before-duplicate")).isPresent();
        assertThat(client.get("after-duplicate")).isPresent();
    }

    @Test
    void ofManyWhoAskForTheSameIdAtOnceOneGetsItAndNobodysTransactionIsHurt() throws Exception {
        int callers = 8;
        for (int round = 0; round < 20; round++) {
            String id = "race-" + round;
            CountDownLatch ready = new CountDownLatch(callers);
            List<Future<Boolean>> answers = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                String own = id + "-own-" + caller;
                answers.add(executor.submit(() -> {
                    ready.countDown();
                    ready.await();
                    transaction.begin();
                    boolean got = true;
                    try {
                        jobs.fire(JobRequest.to("nobody").id(id));
                    } catch (DuplicateJobException e) {
                        got = false;
                    }
                    jobs.fire(JobRequest.to("nobody").id(own));
                    transaction.commit();
                    return got;
                }));
            }
            int winners = 0;
            for (Future<Boolean> answer : answers) {
                winners += answer.get() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
            assertThat(IntStream.range(0, callers))
                    .as("what each enqueued in the same transaction")
                    .allSatisfy(caller ->
                            assertThat(client.get(id + "-own-" + caller)).isPresent());
        }
    }

    @Test
    void aBadRequestIsRefusedAndTheTransactionStaysUsable() throws Exception {
        transaction.begin();
        List<JobRequest> bad = List.of(
                JobRequest.to(""),
                JobRequest.to("nobody").argumentsJson("\"\\u0000\""),
                JobRequest.to("nobody").argumentsJson("1e999999"),
                JobRequest.to("nobody").arguments("\uD800"),
                JobRequest.to("nobody").id("\0"),
                JobRequest.to("nobody").id("\uD83D\uDE00".repeat(255)),
                JobRequest.to("nobody").maxRetries(-1),
                JobRequest.to("nobody").at(Instant.MAX),
                JobRequest.to("nobody").arguments("x".repeat(2_000_000)));
        for (JobRequest request : bad) {
            assertThatThrownBy(() -> jobs.fire(request)).isInstanceOf(InvalidJobRequestException.class);
        }
        assertThatThrownBy(() -> client.search(JobSearch.all().after("nonsense")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(client.get("\0")).isEmpty();
        assertThat(client.cancel("\uD800").answer()).isEqualTo(ActionResult.Answer.NOT_FOUND);
        assertThat(client.search(JobSearch.all().idContains("\0")).jobs()).isEmpty();
        jobs.fire(JobRequest.to("nobody").id("after-bad"));
        transaction.commit();

        assertThat(client.get("after-bad")).isPresent();
    }

    @Test
    void whateverAStringMayHoldArrivesAsItWas() {
        String odd = "'; DROP TABLE jobs; -- ?1 :name #x \\ \" \u20ac \uD83D\uDE00 \u0001 {0} %s";
        jobs.fire(JobRequest.to("nobody").id("odd '\"?1:x#").arguments(List.of(odd)));

        JobInfo job = client.get("odd '\"?1:x#").orElseThrow();
        assertThat(jakarta.json.bind.JsonbBuilder.create().fromJson(job.argumentsJson(), String[].class))
                .containsExactly(odd);
    }

    @Test
    void firedAsynchronouslyItIsEnqueuedInATransactionOfItsOwn() throws Exception {
        transaction.begin();
        jobs.fireAsync(JobRequest.to("nobody").id("async"))
                .toCompletableFuture()
                .get();
        transaction.rollback();

        assertThat(client.get("async")).isPresent();
        assertThatThrownBy(() -> jobs.fireAsync(JobRequest.to("nobody").id("async"))
                        .toCompletableFuture()
                        .get())
                .isInstanceOf(ExecutionException.class)
                .rootCause()
                .isInstanceOf(DuplicateJobException.class);
    }

    @Test
    void dueLaterByTheDatabasesClock() {
        jobs.fire(JobRequest.to("nobody").id("in-5").in(Duration.ofMinutes(5)));
        Instant at = Instant.parse("2030-01-02T03:04:05.123456Z");
        jobs.fire(JobRequest.to("nobody").id("at").at(at));

        JobInfo in = client.get("in-5").orElseThrow();
        assertThat(Duration.between(in.createdAt(), in.scheduledAt()))
                .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(5).plusSeconds(30));
        assertThat(client.get("at").orElseThrow().scheduledAt()).isEqualTo(at);
    }

    @Test
    void optionsAreKeptInGorksWords() {
        jobs.fire(JobRequest.to("nobody")
                .id("options")
                .maxRetries(3)
                .retryInterval(Duration.ofSeconds(2))
                .priority(7));

        JobInfo job = client.get("options").orElseThrow();
        assertThat(job.optionsJson().replace(" ", ""))
                .contains("\"max_retries\":3")
                .contains("\"retry_interval\":2000000000");
        assertThat(job.priority()).isEqualTo(7);
    }

    @Test
    void manyAtOnceLeaveDuplicatesAlone() {
        jobs.fire(JobRequest.to("nobody").id("bulk-3"));
        List<JobRequest> many = IntStream.range(0, 2000)
                .mapToObj(i -> JobRequest.to("nobody").id("bulk-" + i).arguments(i))
                .toList();

        EnqueueResult result = client.enqueue(many);

        assertThat(result.enqueued()).hasSize(1999).startsWith("bulk-0", "bulk-1", "bulk-2", "bulk-4");
        assertThat(result.duplicates()).containsExactly("bulk-3");
        assertThat(client.get("bulk-1999").orElseThrow().argumentsJson()).isEqualTo("1999");
        assertThat(client.enqueue(List.of()).enqueued()).isEmpty();
    }

    @Test
    void oneBadRequestAmongManyMeansNone() {
        assertThatThrownBy(() -> client.enqueue(List.of(
                        JobRequest.to("nobody").id("good-one"),
                        JobRequest.to("").id("bad-one"))))
                .isInstanceOf(InvalidJobRequestException.class);

        assertThat(client.get("good-one")).isEmpty();
    }

    @Test
    void enqueuingWorksOnAManagedExecutorsThread() throws Exception {
        executor.submit(() -> {
                    transaction.begin();
                    jobs.fire(JobRequest.to("nobody").id("executor"));
                    transaction.commit();
                    return null;
                })
                .get();

        Wait.until("it is there", () -> client.get("executor").isPresent());
    }

    private static ManagedExecutorService defaultExecutor() {
        try {
            return InitialContext.doLookup("java:comp/DefaultManagedExecutorService");
        } catch (NamingException outsideTheServer) {
            return null;
        }
    }
}
