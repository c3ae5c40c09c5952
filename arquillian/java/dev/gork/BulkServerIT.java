package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.PlainSql;
import dev.gork.testing.PostgresOnly;
import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.naming.InitialContext;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Promise 10: nobody else's transaction is hurt, also where two enqueue the same ids. On PostgreSQL, whose locks it reads. */
@PostgresOnly
@ExtendWith(ArquillianExtension.class)
class BulkServerIT {
    @Deployment
    static WebArchive war() {
        return Wars.war("", BulkServerIT.class, PlainSql.class);
    }

    @Inject
    JobClient client;

    @Inject
    UserTransaction transaction;

    @Inject
    PlainSql sql;

    @Test
    void callersThatShareIdsInOppositeOrderWaitForEachOtherAndNeverCrosswise() throws Exception {
        ManagedExecutorService executor = InitialContext.doLookup("java:comp/DefaultManagedExecutorService");
        transaction.begin();
        enqueue("bulk-b");
        Future<EnqueueResult> one = executor.submit(() -> enqueue("bulk-a", "bulk-b", "bulk-c"));
        waiting(1);
        Future<EnqueueResult> other = executor.submit(() -> enqueue("bulk-c", "bulk-b", "bulk-a"));
        waiting(2);

        transaction.rollback();

        assertThat(Stream.concat(one.get().enqueued().stream(), other.get().enqueued().stream()))
                .containsExactlyInAnyOrder("bulk-a", "bulk-b", "bulk-c");
    }

    private EnqueueResult enqueue(String... ids) {
        return client.enqueue(
                Stream.of(ids).map(id -> JobRequest.to("bulk").id(id)).toList());
    }

    private void waiting(int callers) {
        Wait.until(
                callers + " wait",
                () -> sql.rows("SELECT pid FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'")
                                .size()
                        == callers);
    }
}
