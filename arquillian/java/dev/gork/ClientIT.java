package dev.gork;

import static dev.gork.ActionResult.Outcome.DONE;
import static dev.gork.ActionResult.Outcome.NOT_FOUND;
import static dev.gork.ActionResult.Outcome.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

        assertThat(client.runNow("again").found()).isEqualTo(JobStatus.FAILED);

        Wait.until("it is completed", () -> client.get("again").orElseThrow().status() == JobStatus.COMPLETED);
        assertThat(client.get("again").orElseThrow())
                .returns(0, JobInfo::retryCount)
                .returns(2, JobInfo::attempts)
                .returns(2L, JobInfo::claim);
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
        assertThat(client.edit("no such job", JobEdit.none().priority(1)).outcome())
                .isEqualTo(NOT_FOUND);
    }

    @Test
    void aJobThatIsNotRunningCanBeDeleted() {
        jobs.fire(JobRequest.to("nobody").id("delete"));

        assertThat(client.delete("delete")).isEqualTo(new ActionResult("delete", DONE, JobStatus.SCHEDULED));
        assertThat(client.get("delete")).isEmpty();
        assertThat(client.delete("delete").outcome()).isEqualTo(NOT_FOUND);

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
}
