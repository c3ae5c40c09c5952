package dev.gork;

import static dev.gork.ActionResult.Answer.DONE;
import static dev.gork.ActionResult.Answer.NOT_FOUND;
import static dev.gork.ActionResult.Answer.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The client says what it did; a running job is never started a second time. */
@ExtendWith(ArquillianExtension.class)
class ClientIT {
    @Deployment
    static WebArchive war() {
        return Wars.war("", ClientIT.class);
    }

    @Inject
    Event<JobRequest> jobs;

    @Inject
    JobClient client;

    @Inject
    Gate gate;

    @Inject
    UserTransaction transaction;

    @ApplicationScoped
    public static class Gate {
        private final Semaphore open = new Semaphore(0);
        private volatile boolean fails = true;

        void hold(@Observes @Queue("held") Job job) throws InterruptedException {
            open.acquire();
        }

        @QueueDefaults(maxRetries = 0)
        void fail(@Observes @Queue("fails-first") Job job) {
            if (fails) {
                throw new IllegalStateException("as asked");
            }
        }

        @Inject
        Event<JobRequest> children;

        @Inject
        JobClient bulk;

        void cause(@Observes @Queue("parent") Job job) {
            children.fire(JobRequest.to("nobody").id("child-a"));
            bulk.enqueue(List.of(
                    JobRequest.to("nobody").id("child-b"),
                    JobRequest.to("nobody").id("child-c")));
        }

        @QueueDefaults(maxRetries = 0)
        void failAlways(@Observes @Queue("fails-always") Job job) {
            throw new IllegalStateException("as asked");
        }

        void console(@Observes @Queue("fails-always") JobFailed failure) {
            children.fire(JobRequest.to("nobody").id("consolation"));
        }

        void release() {
            open.release();
        }

        void heal() {
            fails = false;
        }
    }

    @Test
    void cancelTakesBackWhatHasNotBegun() {
        jobs.fire(JobRequest.to("nobody").id("cancel-1"));

        assertThat(client.cancel("cancel-1")).isEqualTo(new ActionResult("cancel-1", DONE, JobStatus.SCHEDULED));
        assertThat(client.get("cancel-1").orElseThrow().status()).isEqualTo(JobStatus.CANCELED);
        assertThat(client.cancel("cancel-1")).isEqualTo(new ActionResult("cancel-1", REFUSED, JobStatus.CANCELED));
        assertThat(client.cancel("no such job")).isEqualTo(new ActionResult("no such job", NOT_FOUND, null));
    }

    @Test
    void aRunningJobIsNeitherCanceledNorStartedASecondTime() {
        jobs.fire(JobRequest.to("held").id("held-1"));
        Wait.until("it runs", () -> client.get("held-1").orElseThrow().status() == JobStatus.INITIALIZED);

        assertThat(client.runNow("held-1")).isEqualTo(new ActionResult("held-1", REFUSED, JobStatus.INITIALIZED));
        assertThat(client.cancel("held-1")).isEqualTo(new ActionResult("held-1", REFUSED, JobStatus.INITIALIZED));

        gate.release();
        Wait.until("it is completed", () -> client.get("held-1").orElseThrow().status() == JobStatus.COMPLETED);
        assertThat(client.get("held-1").orElseThrow().attempts()).isEqualTo(1);
    }

    @Test
    void runNowMakesAScheduledJobDue() {
        jobs.fire(JobRequest.to("nobody").id("later").in(Duration.ofDays(1)));

        assertThat(client.runNow("later").done()).isTrue();

        assertThat(client.get("later").orElseThrow().scheduledAt())
                .isBefore(Instant.now().plusSeconds(3600));
    }

    @Test
    void runAgainResetsTheRetriesAndKeepsCountingClaimsAndAttempts() {
        jobs.fire(JobRequest.to("fails-first").id("again"));
        Wait.until("it failed", () -> client.get("again").orElseThrow().status() == JobStatus.FAILED);
        gate.heal();
        long firstClaim = client.get("again").orElseThrow().claim();

        assertThat(client.runNow("again").found()).isEqualTo(JobStatus.FAILED);

        Wait.until("it is completed", () -> client.get("again").orElseThrow().status() == JobStatus.COMPLETED);
        assertThat(client.get("again").orElseThrow())
                .returns(0, JobInfo::retryCount)
                .returns(2, JobInfo::attempts)
                .satisfies(job -> assertThat(job.claim()).isGreaterThan(firstClaim));
    }

    @Test
    void searchPagesByKeyWithoutGapsOrRepeats() {
        Instant sameTime = Instant.parse("2031-01-01T00:00:00Z");
        client.enqueue(IntStream.range(0, 25)
                .mapToObj(i -> JobRequest.to("paged")
                        .id("page-" + (char) ('a' + i))
                        .at(i < 15 ? sameTime : sameTime.plusSeconds(i)))
                .toList());

        List<String> seen = new ArrayList<>();
        JobSearch search = JobSearch.all()
                .queue("paged")
                .status(JobStatus.SCHEDULED)
                .idContains("age-")
                .limit(4);
        JobPage page = client.search(search);
        page.jobs().forEach(job -> seen.add(job.id()));
        while (page.next().isPresent()) {
            page = client.search(search.after(page.next().get()));
            page.jobs().forEach(job -> seen.add(job.id()));
        }

        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
        assertThat(seen.subList(0, 3)).containsExactly("page-y", "page-x", "page-w");
        assertThatThrownBy(() -> client.search(search.after("nonsense"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> search.limit(1001)).hasMessageContaining("1 to 1000");
    }

    @Test
    void aPageOfLongJobsEndsEarlyAndGoesOn() {
        String arguments = "\"" + "x".repeat(250_000) + "\"";
        client.enqueue(IntStream.range(0, 60)
                .mapToObj(i ->
                        JobRequest.to("heavy").id("heavy-" + (char) ('A' + i)).argumentsJson(arguments))
                .toList());
        JobSearch search =
                JobSearch.all().queue("heavy").status(JobStatus.SCHEDULED).limit(1000);

        List<JobPage> pages = new ArrayList<>(List.of(client.search(search)));
        while (last(pages).next().isPresent()) {
            pages.add(client.search(search.after(last(pages).next().get())));
        }

        assertThat(pages)
                .as("39 are ten megabytes; a page may also end at its time limit")
                .allSatisfy(page -> assertThat(page.jobs()).hasSizeLessThan(40));
        assertThat(pages.stream().flatMap(page -> page.jobs().stream()).map(JobInfo::id))
                .hasSize(60)
                .doesNotHaveDuplicates();
        assertThat(pages.stream().flatMap(page -> page.jobs().stream()).map(JobInfo::argumentsJson))
                .containsOnly(arguments);
    }

    private static JobPage last(List<JobPage> pages) {
        return pages.get(pages.size() - 1);
    }

    @Test
    void aScheduledJobCanBeEditedAndNoOther() {
        Instant due = Instant.parse("2031-01-01T00:00:00Z");
        jobs.fire(JobRequest.to("nobody").id("edit").argumentsJson("{\"n\":1}").in(Duration.ofDays(1)));

        assertThat(client.edit("edit", JobEdit.none().argumentsJson("{\"n\":2}"))
                        .done())
                .isTrue();
        assertThat(client.edit("edit", JobEdit.none().at(due).priority(7)).done())
                .isTrue();

        JobInfo edited = client.get("edit").orElseThrow();
        assertThat(edited).returns(due, JobInfo::scheduledAt).returns(7, JobInfo::priority);
        assertThat(edited.argumentsJson().replace(" ", "")).isEqualTo("{\"n\":2}");
        assertThatThrownBy(() -> client.edit("edit", JobEdit.none().priority(101)))
                .isInstanceOf(InvalidJobRequestException.class)
                .hasMessageContaining("'edit' was not changed");
        assertThat(client.get("edit")).contains(edited);
        client.cancel("edit");
        assertThat(client.edit("edit", JobEdit.none().priority(1)))
                .isEqualTo(new ActionResult("edit", REFUSED, JobStatus.CANCELED));
        assertThat(client.edit("no such job", JobEdit.none().priority(1)).answer())
                .isEqualTo(NOT_FOUND);
    }

    @Test
    void aJobThatIsNotRunningCanBeDeleted() {
        jobs.fire(JobRequest.to("nobody").id("delete"));

        assertThat(client.delete("delete")).isEqualTo(new ActionResult("delete", DONE, JobStatus.SCHEDULED));
        assertThat(client.get("delete")).isEmpty();
        assertThat(client.delete("delete").answer()).isEqualTo(NOT_FOUND);

        jobs.fire(JobRequest.to("held").id("delete-held"));
        Wait.until("it runs", () -> client.get("delete-held").orElseThrow().status() == JobStatus.INITIALIZED);
        assertThat(client.delete("delete-held"))
                .isEqualTo(new ActionResult("delete-held", REFUSED, JobStatus.INITIALIZED));
        gate.release();
        Wait.until(
                "it is completed", () -> client.get("delete-held").orElseThrow().status() == JobStatus.COMPLETED);
        assertThat(client.delete("delete-held").done()).isTrue();
    }

    @Test
    void whatAHandlerEnqueuesIsItsJobsChild() {
        jobs.fire(JobRequest.to("parent").id("parent"));
        Wait.until("it is completed", () -> client.get("parent").orElseThrow().status() == JobStatus.COMPLETED);

        JobPage first = client.children("parent", 2, null);
        JobPage second = client.children("parent", 2, first.cursor());

        assertThat(first.jobs()).extracting(JobInfo::id).containsExactly("child-c", "child-b");
        assertThat(second.jobs()).extracting(JobInfo::id).containsExactly("child-a");
        assertThat(second.next()).isEmpty();
        assertThat(first.jobs()).extracting(JobInfo::parent).containsOnly("parent");
        assertThat(client.get("parent").orElseThrow().parent()).isNull();
        assertThat(client.children("child-a", 2, null).jobs()).isEmpty();
    }

    @Test
    void whatTheObserverOfAFailureEnqueuesIsTheFailedJobsChild() {
        jobs.fire(JobRequest.to("fails-always").id("failed-parent"));

        Wait.until(
                "its child is there",
                () -> client.get("consolation")
                        .filter(job -> "failed-parent".equals(job.parent()))
                        .isPresent());
    }

    @Test
    void countsAreByQueueAndStatus() {
        client.enqueue(List.of(
                JobRequest.to("counted").id("c1"), JobRequest.to("counted").id("c2")));
        client.cancel("c2");

        QueueCounts counts = Wait.value(
                "they are written down",
                () -> client.counts().stream()
                        .filter(each -> each.queue().equals("counted"))
                        .findFirst()
                        .orElse(new QueueCounts("counted", Map.of())),
                each -> each.count(JobStatus.CANCELED) > 0);

        assertThat(counts.count(JobStatus.SCHEDULED)).isEqualTo(1);
        assertThat(counts.count(JobStatus.CANCELED)).isEqualTo(1);
        assertThat(counts.count(JobStatus.FAILED)).isZero();
    }

    @Test
    void whatIsStartedForManyJobsIsDoneToAllThatMatch() {
        client.enqueue(List.of(
                JobRequest.to("swept").id("swept-1"),
                JobRequest.to("swept").id("swept-2"),
                JobRequest.to("swept").id("swept-3")));
        client.cancel("swept-3");

        BulkAction started = client.startBulk(
                BulkRequest.cancel(JobFilter.all().queue("swept")).by("jane"));
        BulkAction ended = ended(started);

        assertThat(started).returns(BulkAction.State.RUNNING, BulkAction::state).returns(0L, BulkAction::done);
        assertThat(ended)
                .returns(BulkAction.State.DONE, BulkAction::state)
                .returns(2L, BulkAction::done)
                .returns(1L, BulkAction::skipped)
                .returns(null, BulkAction::error);
        assertThat(ended.request())
                .returns(BulkRequest.Action.CANCEL, BulkRequest::action)
                .returns(Optional.of(JobFilter.all().queue("swept")), BulkRequest::filter)
                .returns(Optional.of("jane"), BulkRequest::by);
        assertThat(client.get("swept-2").orElseThrow().status()).isEqualTo(JobStatus.CANCELED);
        assertThat(client.bulkActions()).extracting(BulkAction::id).contains(started.id());
        assertThat(client.stopBulk(started.id()))
                .as("one that has ended is stopped")
                .isFalse();
        assertThat(client.stopBulk("no such one")).isFalse();
        assertThat(client.bulkAction("no such one")).isEmpty();
    }

    @Test
    void jobsThatAreNamedAreDeletedUnlessTheyRun() {
        jobs.fire(JobRequest.to("held").id("named-held"));
        jobs.fire(JobRequest.to("nobody").id("named-1"));
        jobs.fire(JobRequest.to("nobody").id("named-2"));
        Wait.until("it runs", () -> client.get("named-held").orElseThrow().status() == JobStatus.INITIALIZED);

        BulkAction ended = ended(client.startBulk(BulkRequest.delete(List.of("named-1", "named-held", "named-1"))));

        assertThat(ended).returns(1L, BulkAction::done).returns(1L, BulkAction::skipped);
        assertThat(ended.request().ids()).containsExactly("named-1", "named-held");
        assertThat(client.get("named-1")).isEmpty();
        assertThat(client.get("named-2")).isPresent();
        gate.release();
        Wait.until(
                "it is completed", () -> client.get("named-held").orElseThrow().status() == JobStatus.COMPLETED);
    }

    @Test
    void aBulkActionOfATransactionThatRollsBackIsNone() throws Exception {
        transaction.begin();
        BulkAction started = client.startBulk(BulkRequest.runNow(List.of("any")));
        assertThat(client.bulkAction(started.id())).isPresent();
        transaction.rollback();

        assertThat(client.bulkAction(started.id())).isEmpty();
    }

    @Test
    void aBulkRequestThatMeansNoJobsIsRefusedAndLeavesTheTransactionUsable() throws Exception {
        assertThatThrownBy(() -> BulkRequest.cancel(List.of())).hasMessageContaining("1 to 1000");
        assertThatThrownBy(() -> BulkRequest.cancel(
                        IntStream.range(0, 1001).mapToObj(String::valueOf).toList()))
                .hasMessageContaining("there were 1001");
        transaction.begin();
        assertThatThrownBy(() -> client.startBulk(BulkRequest.cancel(List.of("nul\0"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("No job can have the id");
        jobs.fire(JobRequest.to("nobody").id("beside-refused"));
        transaction.commit();

        assertThat(client.get("beside-refused")).isPresent();
    }

    @Test
    void nodesSayWhatTheyServeAndRun() {
        jobs.fire(JobRequest.to("held").id("shown"));

        NodeInfo node = Wait.value(
                        "it is shown",
                        () -> client.nodes().stream()
                                .filter(each -> each.jobs().stream()
                                        .anyMatch(job -> job.id().equals("shown")))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();

        assertThat(node.alive()).isTrue();
        assertThat(node.id()).isEqualTo(client.get("shown").orElseThrow().node());
        assertThat(node.queues())
                .filteredOn(queue -> queue.queue().equals("held"))
                .singleElement()
                .returns(10, NodeInfo.ServedQueue::slots);
        gate.release();
        Wait.until("it is completed", () -> client.get("shown").orElseThrow().status() == JobStatus.COMPLETED);
    }

    @Test
    void theHistoryHasAPointForEachStep() {
        QueueHistory history = client.history("nobody", QueueHistory.Range.HOUR);

        assertThat(history.points()).hasSize(60);
        assertThat(history.step()).isEqualTo(Duration.ofMinutes(1));
        assertThat(client.history(null, QueueHistory.Range.WEEK).points()).hasSize(7 * 24);
        assertThatThrownBy(() -> client.history(" ", QueueHistory.Range.DAY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("No queue can be called ' '");
    }

    private BulkAction ended(BulkAction started) {
        return Wait.value(
                "it has ended",
                () -> client.bulkAction(started.id()).orElseThrow(),
                action -> action.state() != BulkAction.State.RUNNING);
    }
}
