package dev.gork.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gork.BulkRequest;
import dev.gork.JobCanceled;
import dev.gork.JobCompleted;
import dev.gork.JobEnqueued;
import dev.gork.JobEvent;
import dev.gork.JobRequeued;
import dev.gork.JobRescued;
import dev.gork.claims.ClaimRequest;
import dev.gork.claims.ClaimStore;
import dev.gork.claims.ClaimedJob;
import dev.gork.claims.Outcome;
import dev.gork.events.AfterCommit;
import dev.gork.testing.PlainSql;
import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever changes a job's status, what follows jobs is called once in its transaction and once after its commit. */
@ExtendWith(ArquillianExtension.class)
class TransitionsIT {
    @Deployment
    static WebArchive war() {
        return Wars.war("", TransitionsIT.class, PlainSql.class);
    }

    @Inject
    JobStore store;

    @Inject
    ClaimStore claims;

    @Inject
    PlainSql sql;

    @Inject
    UserTransaction transaction;

    @Inject
    AfterCommit afterCommit;

    @Inject
    Follower follower;

    /** Follows the jobs whose id begins with "followed", and refuses those of the queue "refused"; of "throws" it hears, and fails. */
    @ApplicationScoped
    public static class Follower implements TransitionFollower {
        private final List<String> made = new CopyOnWriteArrayList<>();
        private final List<String> committed = new CopyOnWriteArrayList<>();
        private final List<JobEvent> events = new CopyOnWriteArrayList<>();

        @Override
        public void made(Collection<? extends Transition> transitions) {
            note(transitions, made);
            if (transitions.stream().anyMatch(each -> each.queue().equals("refused"))) {
                throw new IllegalStateException("refused");
            }
        }

        @Override
        public void committed(Collection<? extends Transition> transitions) {
            note(transitions, committed);
            if (transitions.stream().anyMatch(each -> each.queue().equals("throws"))) {
                throw new IllegalStateException("on purpose");
            }
        }

        private static void note(Collection<? extends Transition> transitions, List<String> list) {
            transitions.stream()
                    .filter(each -> each.id().startsWith("followed"))
                    .forEach(each -> list.add(each.from() + " " + each.to()));
        }

        void observe(@Observes JobEvent event) {
            events.add(event);
        }

        List<String> made() {
            return made;
        }

        List<String> committed() {
            return committed;
        }

        List<JobEvent> events() {
            return events;
        }
    }

    @BeforeEach
    void begin() {
        sql.run("DELETE FROM jobs WHERE id LIKE 'followed%'");
        forget();
    }

    private void forget() {
        follower.made().clear();
        follower.committed().clear();
        follower.events().clear();
    }

    @Test
    void eachTransitionIsFollowedOnceBeforeAndOnceAfterItsCommit() {
        insert("followed", "followed-each");
        claims.finish(List.of(Outcome.retry(claim("followed-each"), "why", Duration.ZERO)));
        claims.finish(List.of(Outcome.released(claim("followed-each").claim(), "followed-each", 1)));
        claim("followed-each");
        claims.rescueOrphans(Duration.ofMinutes(1), null);
        claims.finish(List.of(Outcome.failed(claim("followed-each"), "why")));
        store.runNow("followed");
        store.cancel("followed");
        store.runNow("followed");
        claims.finish(List.of(Outcome.completed(claim("followed-each"), "1")));
        store.delete("followed");

        assertThat(follower.made())
                .containsExactly(
                        "null SCHEDULED",
                        "SCHEDULED INITIALIZED",
                        "INITIALIZED SCHEDULED",
                        "SCHEDULED INITIALIZED",
                        "INITIALIZED SCHEDULED",
                        "SCHEDULED INITIALIZED",
                        "INITIALIZED SCHEDULED",
                        "SCHEDULED INITIALIZED",
                        "INITIALIZED FAILED",
                        "FAILED SCHEDULED",
                        "SCHEDULED CANCELED",
                        "CANCELED SCHEDULED",
                        "SCHEDULED INITIALIZED",
                        "INITIALIZED COMPLETED",
                        "COMPLETED null");
        assertThat(follower.committed()).isEqualTo(follower.made());
    }

    @Test
    void theEventOfATransitionIsFiredForWhoeverMakesIt() {
        insert("followed", "followed-told");
        claim("followed-told");
        claims.rescueOrphans(Duration.ofMinutes(1), null);
        ClaimedJob job = claim("followed-told");
        claims.finish(List.of(Outcome.completed(job, "1")
                .firing(new JobCompleted(job.id(), job.queue(), job.attempt(), Duration.ZERO))));
        store.runNow("followed");
        store.cancel("followed");

        Wait.until("all are fired", () -> follower.events().size() == 5);
        assertThat(follower.events())
                .extracting(event -> (Object) event.getClass())
                .containsExactlyInAnyOrder(
                        JobEnqueued.class, JobRescued.class, JobCompleted.class, JobRequeued.class, JobCanceled.class);
    }

    @Test
    void manyAtOnceAreFollowedAsOneByOne() {
        insert("followed-1", "followed-many");
        insert("followed-2", "followed-many");
        store.actAll(BulkRequest.Action.CANCEL, List.of("followed-1", "followed-2"), null);
        store.actAll(BulkRequest.Action.RUN_NOW, List.of("followed-1", "followed-2"), null);
        store.actAll(BulkRequest.Action.DELETE, List.of("followed-1", "followed-2"), null);

        assertThat(follower.made())
                .containsExactly(
                        "null SCHEDULED",
                        "null SCHEDULED",
                        "SCHEDULED CANCELED",
                        "SCHEDULED CANCELED",
                        "CANCELED SCHEDULED",
                        "CANCELED SCHEDULED",
                        "SCHEDULED null",
                        "SCHEDULED null");
        assertThat(follower.committed()).isEqualTo(follower.made());
    }

    @Test
    void oneThatChangedNothingIsNotFollowed() {
        insert("followed", "followed-lost");
        ClaimedJob job = claim("followed-lost");
        claims.finish(List.of(Outcome.completed(job, "1")));
        forget();

        claims.finish(List.of(Outcome.completed(job, "2")));
        insert("followed", "followed-lost");
        store.cancel("followed");

        assertThat(follower.made()).isEmpty();
        assertThat(follower.committed()).isEmpty();
    }

    @Test
    void whatIsRolledBackIsNotFollowedAfterCommit() throws Exception {
        transaction.begin();
        insert("followed", "followed-undone");
        transaction.rollback();

        assertThat(follower.made()).containsExactly("null SCHEDULED");
        assertThat(follower.committed()).isEmpty();
        assertThat(follower.events()).isEmpty();
    }

    @Test
    void aFollowerThatFailsUndoesTheTransition() {
        assertThatThrownBy(() -> insert("followed", "refused")).hasStackTraceContaining("refused");

        assertThat(sql.rows("SELECT id FROM jobs WHERE id = 'followed'")).isEmpty();
        assertThat(follower.committed()).isEmpty();
        assertThat(follower.events()).isEmpty();
    }

    @Test
    void whatAHandlersOwnTransactionCompletesIsFollowedWithIt() throws Exception {
        insert("followed", "followed-own");
        ClaimedJob job = claim("followed-own");
        forget();

        transaction.begin();
        assertThat(claims.complete(Outcome.completed(job, "1"), Duration.ofSeconds(5)))
                .isTrue();
        assertThat(follower.made()).containsExactly("INITIALIZED COMPLETED");
        assertThat(follower.committed()).isEmpty();
        transaction.commit();

        assertThat(follower.committed()).containsExactly("INITIALIZED COMPLETED");
    }

    @Test
    void whatIsReleasedBeforeItBeginsIsFollowed() {
        insert("followed", "followed-unbegun");
        ClaimedJob job = claim("followed-unbegun");
        claims.finish(List.of(Outcome.unclaimed(job.claim(), job.queue(), job.retryCount())));
        ClaimedJob stray = claim("followed-unbegun");
        claims.releaseStrays("node-1", Set.of(stray.claim()));

        assertThat(follower.committed())
                .containsExactly(
                        "null SCHEDULED",
                        "SCHEDULED INITIALIZED",
                        "INITIALIZED SCHEDULED",
                        "SCHEDULED INITIALIZED",
                        "INITIALIZED SCHEDULED");
    }

    @Test
    void whatIsFoundToBeCommittedIsFollowedAsAfterItsCommit() {
        insert("followed", "followed-late");
        ClaimedJob job = claim("followed-late");
        forget();

        claims.wasWritten(Outcome.completed(job, "1")
                .firing(new JobCompleted(job.id(), job.queue(), job.attempt(), Duration.ZERO)));

        assertThat(follower.made()).isEmpty();
        assertThat(follower.committed()).containsExactly("INITIALIZED COMPLETED");
        Wait.until("its event is fired", () -> follower.events().size() == 1);
    }

    @Test
    void aFollowerThatFailsAfterTheCommitKeepsNobodyFromHearingOfIt() {
        insert("followed", "throws");

        assertThat(follower.committed()).containsExactly("null SCHEDULED");
        assertThat(follower.events()).singleElement().isInstanceOf(JobEnqueued.class);
    }

    @Test
    void whatFailsAfterACommitKeepsNothingElseFromBeingDone() throws Exception {
        transaction.begin();
        afterCommit.run(() -> {
            throw new AssertionError("on purpose");
        });
        insert("followed", "followed-anyway");
        transaction.commit();

        assertThat(follower.committed()).containsExactly("null SCHEDULED");
    }

    private void insert(String id, String queue) {
        store.insert(List.of(new NewJob(id, queue, "{}", "{}", 0, null, Duration.ZERO)));
    }

    private ClaimedJob claim(String queue) {
        return claims.claim("node-1", List.of(new ClaimRequest(queue, 1, null))).get(0);
    }
}
