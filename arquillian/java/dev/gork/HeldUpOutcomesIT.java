package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.PlainSql;
import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import javax.naming.InitialContext;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nobody waits for a row: an outcome that cannot be written holds up no other, and is neither lost nor written twice. */
@ExtendWith(ArquillianExtension.class)
class HeldUpOutcomesIT {
    private static final int HELD = 120;
    private static final int LOCKED = 100;
    private static final int OTHERS = 300;

    @Deployment
    static WebArchive war() {
        return Wars.war("gork.queue-defaults.max-retries=0\n", HeldUpOutcomesIT.class, PlainSql.class);
    }

    @Inject
    JobClient client;

    @Inject
    Handlers handlers;

    @Inject
    PlainSql sql;

    @Inject
    UserTransaction transaction;

    @ApplicationScoped
    public static class Handlers {
        private final Set<String> begun = ConcurrentHashMap.newKeySet();
        private final CountDownLatch released = new CountDownLatch(1);
        private final ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();

        @QueueDefaults(instances = HELD)
        void held(@Observes @Queue("held-up") Job job) throws InterruptedException {
            begun.add(job.id());
            released.await();
        }

        void other(@Observes @Queue("held-up-others") Job job) {}

        void refused(@Observes @Queue("held-up-refused") Job job) {
            begun.add(job.id());
            job.result("refused");
        }

        void told(@Observes JobEvent event) {
            if (!(event instanceof JobStarted) && !(event instanceof JobEnqueued)) {
                told.add(event.getClass().getSimpleName() + " " + event.id());
            }
        }

        public boolean begun(String id) {
            return begun.contains(id);
        }

        public void release() {
            released.countDown();
        }

        public List<String> told(String id) {
            return told.stream().filter(each -> each.endsWith(" " + id)).toList();
        }
    }

    @Test
    void aHundredLockedRowsHoldUpNoOther() throws Exception {
        List<String> ids = IntStream.range(0, HELD)
                .mapToObj(i -> "held-up-%03d".formatted(i))
                .toList();
        client.enqueue(ids.stream().map(id -> JobRequest.to("held-up").id(id)).toList());
        Wait.until("all run", () -> ids.stream().allMatch(handlers::begun));

        transaction.begin();
        try {
            assertThat(lock("held-up-%03d".formatted(LOCKED))).isEqualTo(LOCKED);
            handlers.release();
            elsewhere(() -> {
                othersAreRun("locked");
                ids.subList(LOCKED, HELD).forEach(id -> waitFor(id, JobStatus.COMPLETED));
                return null;
            });
            assertThat(elsewhere(() -> client.get(ids.get(0)).orElseThrow().status()))
                    .isEqualTo(JobStatus.INITIALIZED);
        } finally {
            transaction.rollback();
        }

        for (String id : ids) {
            waitFor(id, JobStatus.COMPLETED);
            assertThat(client.get(id).orElseThrow())
                    .returns(1, JobInfo::attempts)
                    .returns(0, JobInfo::rescues);
            Wait.until("it is told of " + id, () -> !handlers.told(id).isEmpty());
            assertThat(handlers.told(id)).containsExactly("JobCompleted " + id);
        }
    }

    /** A constraint, such as someone may add: neither the outcome nor the failure of that job can be written. */
    @Test
    void whatTheDatabaseRefusesHoldsUpNoOtherAndIsTriedUntilItIsTaken() throws Exception {
        sql.run("ALTER TABLE jobs ADD CONSTRAINT refusing"
                + " CHECK (id NOT IN ('refused-1', 'refused-2') OR status NOT IN ('completed', 'failed'))");
        try {
            client.enqueue(List.of(
                    JobRequest.to("held-up-refused").id("refused-1"),
                    JobRequest.to("held-up-refused").id("refused-2")));
            Wait.until("both have run", () -> handlers.begun("refused-1") && handlers.begun("refused-2"));
            othersAreRun("refused");
            assertThat(client.get("refused-1").orElseThrow().status()).isEqualTo(JobStatus.INITIALIZED);
        } finally {
            sql.run("ALTER TABLE jobs DROP CONSTRAINT refusing");
        }

        for (String id : List.of("refused-1", "refused-2")) {
            waitFor(id, JobStatus.COMPLETED);
            assertThat(client.get(id).orElseThrow())
                    .returns("\"refused\"", JobInfo::resultJson)
                    .returns(1, JobInfo::attempts);
            Wait.until("it is told of " + id, () -> !handlers.told(id).isEmpty());
            assertThat(handlers.told(id)).containsExactly("JobCompleted " + id);
        }
    }

    private int lock(String before) {
        return sql.rows("SELECT id FROM jobs WHERE queue = 'held-up' AND id < '" + before + "' FOR UPDATE")
                .size();
    }

    private void othersAreRun(String name) {
        List<String> ids =
                IntStream.range(0, OTHERS).mapToObj(i -> name + "-other-" + i).toList();
        client.enqueue(
                ids.stream().map(id -> JobRequest.to("held-up-others").id(id)).toList());
        ids.forEach(id -> waitFor(id, JobStatus.COMPLETED));
    }

    /** On a thread that is not in the test's transaction. */
    private static <T> T elsewhere(Callable<T> work) throws Exception {
        ManagedExecutorService executor = InitialContext.doLookup("java:comp/DefaultManagedExecutorService");
        return executor.submit(work).get();
    }

    private void waitFor(String id, JobStatus wanted) {
        Wait.value(id + " is " + wanted, () -> client.get(id).orElseThrow().status(), status -> status == wanted);
    }
}
