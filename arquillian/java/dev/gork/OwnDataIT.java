package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.database.Sql;
import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Table;
import jakarta.transaction.Transactional;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A WAR as a user would build it: own entity, own persistence unit, the core jar beside them. */
@ExtendWith(ArquillianExtension.class)
class OwnDataIT {
    @Deployment
    static WebArchive war() {
        return Wars.war("", OwnDataIT.class).addAsResource(new StringAsset("""
                                <persistence xmlns="https://jakarta.ee/xml/ns/persistence" version="3.2">
                                  <persistence-unit name="shop">
                                    <class>dev.gork.OwnDataIT$Purchase</class>
                                    <exclude-unlisted-classes>true</exclude-unlisted-classes>
                                    <properties>
                                      <property name="jakarta.persistence.schema-generation.database.action" value="create" />
                                    </properties>
                                  </persistence-unit>
                                </persistence>
                                """), "META-INF/persistence.xml");
    }

    @Entity
    @Table(name = "purchase")
    public static class Purchase implements Serializable {
        private static final long serialVersionUID = 1L;

        @Id
        private String id;

        protected Purchase() {}

        Purchase(String id) {
            this.id = id;
        }
    }

    @ApplicationScoped
    public static class Shop {
        private final AtomicInteger ledgerAttempts = new AtomicInteger();

        /** An application with a single unit need not name it: gork has none beside it. */
        @PersistenceContext
        EntityManager purchases;

        @Inject
        EntityManager injected;

        @Inject
        Sql gork;

        @Inject
        Event<JobRequest> jobs;

        @Transactional
        public void buy(String id, boolean fail) {
            purchases.persist(new Purchase(id));
            jobs.fire(JobRequest.to("nobody").id(id));
            purchases.flush();
            if (fail) {
                throw new IllegalStateException("rolled back on purpose");
            }
        }

        public int ledgerAttempts() {
            return ledgerAttempts.get();
        }

        @Transactional
        public boolean onePhysicalConnection() {
            String id = isH2(purchases) ? "SELECT SESSION_ID()" : "SELECT pg_backend_pid()";
            Object own = purchases.createNativeQuery(id).getSingleResult();
            return own.equals(gork.query(id).getSingleResult())
                    && own.equals(injected.createNativeQuery(id).getSingleResult());
        }

        @Transactional
        public boolean has(String id) {
            return purchases.find(Purchase.class, id) != null;
        }

        /** Its write, its follow-up job and its completion are one transaction. */
        @Transactional
        @QueueDefaults(retryInterval = "10ms", backoff = "fixed")
        void ledger(@Observes @Queue("ledger") Job job) throws Exception {
            purchases.persist(new Purchase(job.id() + "-" + job.attempt()));
            jobs.fire(JobRequest.to("nobody").id(job.id() + "-follow-up-" + job.attempt()));
            ledgerAttempts.incrementAndGet();
            if (job.attempt() == 1) {
                throw new Exception("a checked exception rolls back, too");
            }
            job.result("done");
        }

        private static boolean isH2(EntityManager em) {
            try {
                return em.unwrap(java.sql.Connection.class)
                        .getMetaData()
                        .getDatabaseProductName()
                        .equals("H2");
            } catch (java.sql.SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Inject
    Shop shop;

    @Inject
    JobClient client;

    @Inject
    Event<JobRequest> jobs;

    @Test
    void aCommittedTransactionLeavesRowAndJob() {
        shop.buy("bought", false);

        assertThat(shop.has("bought")).isTrue();
        assertThat(client.get("bought")).isPresent();
    }

    @Test
    void aRolledBackTransactionLeavesNeither() {
        try {
            shop.buy("not-bought", true);
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("rolled back on purpose");
        }

        assertThat(shop.has("not-bought")).isFalse();
        assertThat(client.get("not-bought")).isEmpty();
    }

    @Test
    void theApplicationsOnlyUnitNeedsNoNameAndSharesItsConnectionWithGork() {
        assertThat(shop.onePhysicalConnection()).isTrue();
    }

    /** Promise 4: exactly-once database effects. */
    @Test
    void aTransactionalHandlersWritesAndFollowUpsAreThereOnlyForTheAttemptThatCompletes() {
        jobs.fire(JobRequest.to("ledger").id("effect"));
        Wait.until("it is completed", () -> client.get("effect").orElseThrow().status() == JobStatus.COMPLETED);

        assertThat(shop.ledgerAttempts()).isEqualTo(2);
        assertThat(shop.has("effect-1")).isFalse();
        assertThat(client.get("effect-follow-up-1")).isEmpty();
        assertThat(shop.has("effect-2")).isTrue();
        assertThat(client.get("effect-follow-up-2")).isPresent();
        assertThat(client.get("effect").orElseThrow().lastError()).startsWith("a checked exception rolls back, too\n");
    }
}
