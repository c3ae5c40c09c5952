package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.PlainSql;
import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Stereotype;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PreUpdate;
import jakarta.persistence.Table;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import jakarta.transaction.UserTransaction;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Promise 4: exactly-once database effects, however the handler is made transactional, and however it ends. */
@ExtendWith(ArquillianExtension.class)
class TransactionIT {
    @Deployment
    static WebArchive war() {
        return Wars.war("gork.queue-defaults.max-retries=0\n", TransactionIT.class, PlainSql.class)
                .addAsResource(new StringAsset("""
                                <persistence xmlns="https://jakarta.ee/xml/ns/persistence" version="3.2">
                                  <persistence-unit name="accounts">
                                    <class>dev.gork.TransactionIT$Account</class>
                                    <exclude-unlisted-classes>true</exclude-unlisted-classes>
                                    <properties>
                                      <property name="jakarta.persistence.schema-generation.database.action" value="create" />
                                    </properties>
                                  </persistence-unit>
                                </persistence>
                                """), "META-INF/persistence.xml");
    }

    @Inject
    Event<JobRequest> jobs;

    @Inject
    JobClient client;

    @Inject
    OnMethods onMethods;

    @Stereotype
    @Transactional
    @ApplicationScoped
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Service {}

    /** What all of them do: enqueue another job, as an effect that anyone can look at. */
    abstract static class Effects {
        @Inject
        Event<JobRequest> followUps;

        void effect(Job job) {
            followUps.fire(JobRequest.to("effects").id("effect-of-" + job.id()));
        }
    }

    @Service
    public static class ByStereotype extends Effects {
        void handle(@Observes @Queue("stereotype") Job job) {
            effect(job);
            if (job.arguments(Boolean.class)) {
                throw new IllegalStateException("on purpose");
            }
        }
    }

    @Transactional
    @ApplicationScoped
    public static class ByBean extends Effects {
        void handle(@Observes @Queue("bean") Job job) {
            effect(job);
            if (job.arguments(Boolean.class)) {
                throw new IllegalStateException("on purpose");
            }
        }
    }

    @ApplicationScoped
    public static class OnMethods extends Effects {
        private final CountDownLatch released = new CountDownLatch(1);

        @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
        TransactionSynchronizationRegistry transaction;

        @Transactional(Transactional.TxType.MANDATORY)
        void mandatory(@Observes @Queue("mandatory") Job job) {
            effect(job);
            if (job.arguments(Boolean.class)) {
                throw new IllegalStateException("on purpose");
            }
        }

        @Transactional(dontRollbackOn = IllegalStateException.class)
        void stubborn(@Observes @Queue("dont-rollback-on") Job job) {
            effect(job);
            if (job.arguments(Boolean.class)) {
                throw new IllegalStateException("on purpose");
            }
        }

        @Transactional
        void checked(@Observes @Queue("checked") Job job) throws Exception {
            effect(job);
            if (job.arguments(Boolean.class)) {
                throw new Exception("on purpose");
            }
        }

        @Transactional
        void marked(@Observes @Queue("rollback-only") Job job) {
            effect(job);
            if (job.arguments(Boolean.class)) {
                transaction.setRollbackOnly();
            }
        }

        /** Hears no interrupt, and has its effect after its time is up. */
        @Transactional
        @QueueDefaults(timeout = "100ms")
        void stone(@Observes @Queue("stone") Job job) {
            while (released.getCount() > 0) {
                Thread.onSpinWait();
            }
            effect(job);
        }

        public void release() {
            released.countDown();
        }
    }

    @ApplicationScoped
    public static class Careless extends Effects {
        @Inject
        UserTransaction transaction;

        /** Leaves its transaction open. */
        @QueueDefaults(instances = 1)
        void handle(@Observes @Queue("careless") Job job) throws Exception {
            if (job.arguments(Boolean.class)) {
                transaction.begin();
            }
            effect(job);
        }
    }

    @ApplicationScoped
    public static class Fences {
        private final Set<String> fenced = ConcurrentHashMap.newKeySet();

        void fenced(@Observes JobFenced event) {
            fenced.add(event.id());
        }

        public boolean has(String id) {
            return fenced.contains(id);
        }
    }

    @Entity(name = "TransactionAccount")
    @Table(name = "transaction_account")
    @EntityListeners(Stamping.class)
    public static class Account {
        @Id
        private String id;

        private int bookings;

        private String stamp;

        protected Account() {}

        Account(String id) {
            this.id = id;
        }

        void book() {
            bookings++;
        }

        void stamp(String text) {
            stamp = text;
        }
    }

    @RequestScoped
    public static class Signature {
        public String sign(Job job) {
            return "for " + job.id();
        }
    }

    /** Does its work when the transaction commits, long after the handler has returned. */
    public static class Stamping {
        @Inject
        Signature signature;

        @Inject
        Job current;

        @Inject
        Event<JobRequest> jobs;

        @PreUpdate
        void stamp(Account account) {
            account.stamp(signature.sign(current));
            jobs.fire(JobRequest.to("effects").id("stamp-of-" + account.id));
        }
    }

    @ApplicationScoped
    public static class Accounts {
        @PersistenceContext(unitName = "accounts")
        EntityManager entities;

        @Transactional
        public void open(String id) {
            entities.persist(new Account(id));
        }

        @Transactional
        public String stamp(String id) {
            return entities.find(Account.class, id).stamp;
        }

        @Transactional
        void book(@Observes @Queue("book") Job job) {
            entities.find(Account.class, job.arguments(String.class)).book();
        }
    }

    @Inject
    Accounts accounts;

    /** The request, and the job, last until the transaction has ended. */
    @Test
    void anEntityListenerCanUseTheRequestAndEnqueueForTheJobWhenTheTransactionCommits() {
        accounts.open("savings");

        jobs.fire(JobRequest.to("book").id("booking").arguments("savings"));

        assertThat(finished("booking")).returns(null, JobInfo::lastError).returns(JobStatus.COMPLETED, JobInfo::status);
        assertThat(accounts.stamp("savings")).isEqualTo("for booking");
        assertThat(client.get("stamp-of-savings").orElseThrow().parent()).isEqualTo("booking");
    }

    @Inject
    Fences fences;

    @Test
    void effectsAreThereExactlyIfTheJobIsCompleted() {
        List.of("stereotype", "bean", "mandatory", "dont-rollback-on", "checked", "rollback-only")
                .forEach(this::effectsAreThereExactlyIfTheJobIsCompleted);
    }

    private void effectsAreThereExactlyIfTheJobIsCompleted(String queue) {
        jobs.fire(JobRequest.to(queue).id(queue + "-good").arguments(false));
        jobs.fire(JobRequest.to(queue).id(queue + "-bad").arguments(true));

        assertThat(finished(queue + "-good").status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(client.get("effect-of-" + queue + "-good")).isPresent();
        assertThat(finished(queue + "-bad"))
                .returns(JobStatus.FAILED, JobInfo::status)
                .extracting(JobInfo::lastError)
                .asString()
                .containsAnyOf("on purpose", "was marked for rollback without an exception");
        assertThat(client.get("effect-of-" + queue + "-bad")).isEmpty();
    }

    /** Promise 6: a handler that goes on after its timeout changes nothing any more, in its own transaction neither. */
    @Test
    void whatAStuckHandlerDoesAfterItsTimeoutIsRolledBack() {
        jobs.fire(JobRequest.to("stone").id("stuck"));
        assertThat(finished("stuck"))
                .returns(JobStatus.FAILED, JobInfo::status)
                .extracting(JobInfo::lastError)
                .asString()
                .startsWith("timed out, and stuck: job 'stuck'")
                .contains("TransactionIT$OnMethods.stone");

        onMethods.release();

        Wait.until("its late outcome is told as one that changed nothing", () -> fences.has("stuck"));
        assertThat(client.get("effect-of-stuck")).isEmpty();
        assertThat(client.get("stuck").orElseThrow().status()).isEqualTo(JobStatus.FAILED);
    }

    /** Promise 10: whatever a handler leaves behind, the next job on its thread has nothing to do with it. */
    @Test
    void aTransactionThatAHandlerLeavesOpenIsRolledBackAndNotTheNextJobs() {
        jobs.fire(JobRequest.to("careless").id("careless-1").arguments(true));
        jobs.fire(JobRequest.to("careless").id("careless-2").arguments(false));

        assertThat(finished("careless-1"))
                .returns(JobStatus.FAILED, JobInfo::status)
                .extracting(JobInfo::lastError)
                .asString()
                .contains("job 'careless-1'", "began a transaction and did not end it");
        assertThat(client.get("effect-of-careless-1")).isEmpty();
        assertThat(finished("careless-2").status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(client.get("effect-of-careless-2")).isPresent();
    }

    private JobInfo finished(String id) {
        return Wait.value(
                "job " + id + " is finished",
                () -> client.get(id).orElseThrow(),
                job -> job.status().finished());
    }
}
