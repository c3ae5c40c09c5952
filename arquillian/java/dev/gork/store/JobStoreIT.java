package dev.gork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.Backoff;
import dev.gork.JobInfo;
import dev.gork.JobStatus;
import dev.gork.config.QueueSettings;
import dev.gork.testing.Wars;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.naming.InitialContext;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract that every dialect keeps: each transition happens exactly if its row is as it says. */
@ExtendWith(ArquillianExtension.class)
class JobStoreIT {
    @Deployment
    static WebArchive war() {
        return Wars.war("", JobStoreIT.class, Sql.class);
    }

    @Inject
    JobStore store;

    @Inject
    JobQueries queries;

    @Inject
    Backlogs backlogs;

    @Inject
    QueueQueries queueQueries;

    @Inject
    NodeStore nodes;

    @Inject
    NodeQueries nodeQueries;

    @Inject
    Sql sql;

    @Inject
    UserTransaction transaction;

    @Test
    void aClaimRaisesTheClaimNumberAndTheAttempts() {
        insert("claim", 1);

        ClaimedJob claimed = claim("claim", 10).get(0);

        assertThat(claimed).returns(1L, ClaimedJob::claim).returns(1, ClaimedJob::attempt);
        assertThat(get("claim-0"))
                .returns(JobStatus.INITIALIZED, JobInfo::status)
                .returns(1L, JobInfo::claim)
                .returns(1, JobInfo::attempts)
                .returns("me", JobInfo::node)
                .returns(claimed.claimedAt(), JobInfo::startedAt);
        assertThat(claim("claim", 10)).isEmpty();
    }

    @Test
    void aClaimTakesNoMoreThanAskedTheHighestPriorityAndTheLongestDueFirst() {
        Instant due = Instant.now().minusSeconds(1000);
        for (int i = 0; i < 30; i++) {
            store.insert(
                    List.of(new NewJob("order-" + i, "order", "{}", "{}", i % 3, due.plusSeconds(i), Duration.ZERO)));
        }

        assertThat(claim("order", 7))
                .extracting(ClaimedJob::id)
                .containsExactly("order-2", "order-5", "order-8", "order-11", "order-14", "order-17", "order-20");
        assertThat(claim("order", 5))
                .as("a lower priority once the higher one is done")
                .extracting(ClaimedJob::id)
                .containsExactly("order-23", "order-26", "order-29", "order-1", "order-4");
    }

    /** Promise 11: what lies before the position need not be read again. */
    @Test
    void aClaimGoesOnWhereTheLastOneEnded() {
        Instant due = Instant.now().minusSeconds(1000);
        for (String id :
                List.of("same-time-b", "same-time-a", "same-time-é", "same-time-\uD83D\uDE00", "same-time-\uFF5E")) {
            store.insert(List.of(new NewJob(id, "position", "{}", "{}", 5, due, Duration.ZERO)));
        }
        store.insert(List.of(
                new NewJob("position-later", "position", "{}", "{}", 5, due.plusSeconds(1), Duration.ZERO),
                new NewJob(
                        "position-lower",
                        "position",
                        "{}",
                        "{}",
                        Integer.MIN_VALUE,
                        due.minusSeconds(1),
                        Duration.ZERO)));

        List<String> order = new ArrayList<>();
        Position reached = null;
        List<ClaimedJob> next;
        do {
            next = store.claim("me", List.of(new Wanted("position", 1, reached)));
            for (ClaimedJob job : next) {
                order.add(job.id());
                reached = job.position();
            }
        } while (!next.isEmpty());

        assertThat(order)
                .as("none is left out, for Java and the database have the same order")
                .hasSize(7)
                .doesNotHaveDuplicates()
                .startsWith("same-time-a", "same-time-b")
                .endsWith("position-later", "position-lower");
    }

    @Test
    void aRowThatIsDueSinceForeverIsClaimedAndCanBeThePosition() {
        insert("forever", 2);
        sql.run(
                "UPDATE jobs SET scheduled_at = TIMESTAMP WITH TIME ZONE '0001-01-01 00:00:00+14:00' WHERE id = 'forever-0'");

        ClaimedJob first = claim("forever", 1).get(0);

        assertThat(first.id()).isEqualTo("forever-0");
        assertThat(store.claim("me", List.of(new Wanted("forever", 1, first.position()))))
                .extracting(ClaimedJob::id)
                .containsExactly("forever-1");
    }

    @Test
    void aClaimTakesOnlyWhatIsDueAndOnlyFromTheQueuesAskedFor() {
        insert("asked", 2);
        insert("other", 2);
        store.insert(List.of(new NewJob("future", "asked", "{}", "{}", 100, null, Duration.ofHours(1))));

        List<ClaimedJob> claimed = store.claim("me", List.of(wanted("asked", 10), wanted("absent", 10)));

        assertThat(claimed).extracting(ClaimedJob::queue).containsOnly("asked").hasSize(2);
    }

    @Test
    void nobodyClaimsWhatAnotherClaimsAtTheSameTime() throws Exception {
        insert("contended", 400);
        ManagedExecutorService executor = InitialContext.doLookup("java:comp/DefaultManagedExecutorService");

        List<Future<List<String>>> claims = IntStream.range(0, 8)
                .mapToObj(worker -> executor.submit(() -> {
                    List<String> mine = new ArrayList<>();
                    List<ClaimedJob> some;
                    do {
                        some = store.claim("node-" + worker, List.of(wanted("contended", 7)));
                        some.forEach(job -> mine.add(job.id()));
                    } while (!some.isEmpty());
                    return mine;
                }))
                .toList();
        List<String> all = new ArrayList<>();
        for (Future<List<String>> each : claims) {
            all.addAll(each.get());
        }
        // A claimer that found everything locked stops early; what it skipped is there for the next.
        claim("contended", 1000).forEach(job -> all.add(job.id()));

        assertThat(all).hasSize(400).doesNotHaveDuplicates();
    }

    @Test
    void outcomesOfManyKindsAreWrittenTogether() {
        insert("mixed", 4);
        Map<String, ClaimedJob> jobs = claim("mixed", 4).stream().collect(Collectors.toMap(ClaimedJob::id, job -> job));

        Set<Claim> lost = store.finish(List.of(
                Outcome.completed(jobs.get("mixed-0"), "{\"ok\":true}"),
                Outcome.retry(jobs.get("mixed-1"), "try again", Duration.ofHours(1)),
                Outcome.failed(jobs.get("mixed-2"), "never again"),
                Outcome.released(jobs.get("mixed-3").key(), jobs.get("mixed-3").queue(), 0)));

        assertThat(lost).isEmpty();
        assertThat(get("mixed-0"))
                .returns(JobStatus.COMPLETED, JobInfo::status)
                .returns("me", JobInfo::node)
                .returns(null, JobInfo::lastError);
        assertThat(get("mixed-0").resultJson().replace(" ", "")).isEqualTo("{\"ok\":true}");
        assertThat(get("mixed-0").finishedAt()).isNotNull();
        assertThat(get("mixed-1"))
                .returns(JobStatus.SCHEDULED, JobInfo::status)
                .returns(1, JobInfo::retryCount)
                .returns("try again", JobInfo::lastError)
                .returns(null, JobInfo::finishedAt);
        assertThat(get("mixed-1").scheduledAt())
                .isAfter(get("mixed-1").updatedAt().plusSeconds(3000));
        assertThat(get("mixed-2"))
                .returns(JobStatus.FAILED, JobInfo::status)
                .returns("never again", JobInfo::lastError);
        assertThat(get("mixed-3"))
                .returns(JobStatus.SCHEDULED, JobInfo::status)
                .returns(0, JobInfo::attempts)
                .returns(1L, JobInfo::claim)
                .returns(jobs.get("mixed-3").scheduledAt(), JobInfo::scheduledAt);
    }

    /** Promise 3: fenced. */
    @Test
    void aLateFinisherChangesNothing() {
        insert("late", 1);
        ClaimedJob first = claim("late", 1).get(0);
        store.finish(List.of(Outcome.released(first.key(), first.queue(), 0)));
        ClaimedJob second = claim("late", 1).get(0);
        JobInfo running = get("late-0");

        assertThat(store.finish(List.of(Outcome.completed(first, "\"late\"")))).containsExactly(first.key());
        assertThat(store.finish(List.of(Outcome.failed(first, "late")))).containsExactly(first.key());
        assertThat(get("late-0")).isEqualTo(running);

        assertThat(store.finish(List.of(Outcome.completed(second, "\"in time\""))))
                .isEmpty();
        assertThat(store.finish(List.of(Outcome.completed(second, "\"twice\""))))
                .containsExactly(second.key());
        assertThat(get("late-0").resultJson()).isEqualTo("\"in time\"");
        store.runNow("late-0");
        assertThat(claim("late", 1).get(0).claim())
                .as("no claim number comes twice")
                .isEqualTo(3);
    }

    @Test
    void aJsonNullIsAResultLikeAnyOther() {
        insert("null-result", 1);
        store.finish(List.of(Outcome.completed(claim("null-result", 1).get(0), "null")));
        store.insert(List.of(new NewJob("null-arguments", "null-arguments", "null", "{}", 0, null, Duration.ZERO)));

        assertThat(get("null-result-0").resultJson()).isEqualTo("null");
        assertThat(get("null-arguments").argumentsJson()).isEqualTo("null");
    }

    /** Promise 7: liveness is the node's. */
    @Test
    void aDeadNodesJobsArePutBackAndALivingOnesAreNot() throws SQLException {
        try (NodeLine line = nodes.open(Duration.ofSeconds(5))) {
            line.register("alive", "host", "{}");
        }
        insert("orphans", 3);
        List<String> dead = store.claim("dead", List.of(wanted("orphans", 2))).stream()
                .map(ClaimedJob::id)
                .toList();
        String living =
                store.claim("alive", List.of(wanted("orphans", 1))).get(0).id();
        sql.run("UPDATE jobs SET started_at = CURRENT_TIMESTAMP - INTERVAL '1' DAY WHERE queue = 'orphans'");

        store.rescueOrphans(Duration.ofMinutes(1));

        for (String id : dead) {
            assertThat(get(id))
                    .returns(JobStatus.SCHEDULED, JobInfo::status)
                    .returns(1, JobInfo::rescues)
                    .returns(0, JobInfo::retryCount)
                    .returns(1L, JobInfo::claim)
                    .returns(null, JobInfo::node);
            assertThat(get(id).lastError()).contains("no sign of life");
        }
        assertThat(get(living)).returns(JobStatus.INITIALIZED, JobInfo::status).returns("alive", JobInfo::node);

        sql.run("UPDATE gork_nodes SET last_seen_at = CURRENT_TIMESTAMP - INTERVAL '1' DAY WHERE id = 'alive'");
        store.rescueOrphans(Duration.ofMinutes(1));
        assertThat(get(living).status()).isEqualTo(JobStatus.SCHEDULED);
    }

    @Test
    void whatGorksOwnWorkersLeftIsPutBackAfterTheQueuesTimeout() {
        insert("left", 2);
        sql.run("UPDATE jobs SET status = 'initialized', started_at = CURRENT_TIMESTAMP - INTERVAL '1' HOUR"
                + " WHERE id = 'left-0'");
        sql.run("UPDATE jobs SET status = 'initialized', started_at = CURRENT_TIMESTAMP WHERE id = 'left-1'");

        assertThat(store.rescueOverdue(Map.of("left", Duration.ofMinutes(10)))).isEqualTo(1);

        assertThat(get("left-0").status()).isEqualTo(JobStatus.SCHEDULED);
        assertThat(get("left-1").status()).isEqualTo(JobStatus.INITIALIZED);
    }

    @Test
    void whatANodeHasByTheTableButNotInFactIsGivenBackByItself() {
        insert("stray", 2);
        List<ClaimedJob> both = store.claim("forgetful", List.of(wanted("stray", 2)));
        ClaimedJob held = both.get(0);
        ClaimedJob stray = both.get(1);

        assertThat(store.releaseStrays("forgetful", Set.of(held.key()))).isEqualTo(1);

        assertThat(get(stray.id()))
                .returns(JobStatus.SCHEDULED, JobInfo::status)
                .returns(0, JobInfo::attempts);
        assertThat(get(held.id()).status()).isEqualTo(JobStatus.INITIALIZED);
    }

    @Test
    void anOutcomeThatStandsIsKnownToBeWritten() {
        insert("stands", 1);
        Outcome outcome = Outcome.failed(claim("stands", 1).get(0), "why");

        assertThat(queries.isWritten(outcome)).isFalse();
        store.finish(List.of(outcome));
        assertThat(queries.isWritten(outcome)).isTrue();
    }

    /** Promise 10: a counter at its end stops nobody. */
    @Test
    void countersAtTheirEndStayThere() {
        insert("counters", 2);
        sql.run("UPDATE jobs SET attempts = 2147483647, claim = 9223372036854775807, rescues = 2147483647"
                + " WHERE id = 'counters-0'");

        assertThat(store.claim("gone", List.of(wanted("counters", 2)))).hasSize(2);
        assertThat(store.rescueOrphans(Duration.ofMinutes(1))).isGreaterThanOrEqualTo(2);

        assertThat(get("counters-0")).returns(2147483647, JobInfo::attempts).returns(2147483647, JobInfo::rescues);
    }

    @Test
    void aRefusedActionLocksNothing() throws Exception {
        insert("unlocked", 1);
        ClaimedJob job = claim("unlocked", 1).get(0);
        ManagedExecutorService executor = InitialContext.doLookup("java:comp/DefaultManagedExecutorService");

        transaction.begin();
        assertThat(store.cancel("unlocked-0").done()).isFalse();
        assertThat(store.runNow("unlocked-0").done()).isFalse();
        Set<Claim> lost = executor.submit(() -> store.finish(List.of(Outcome.completed(job, "1"))))
                .get();
        transaction.commit();

        assertThat(lost).isEmpty();
    }

    @Test
    void aStatusThatThisVersionDoesNotKnowIsLeftAlone() {
        insert("newer", 1);
        sql.run("UPDATE jobs SET status = 'waiting' WHERE id = 'newer-0'");

        assertThat(claim("newer", 1)).isEmpty();
        assertThat(get("newer-0").status()).isEqualTo(JobStatus.UNKNOWN);
        assertThat(store.cancel("newer-0").done()).isFalse();
        assertThat(queueQueries.counts()).isNotEmpty();
    }

    @Test
    void aNodeIsKnownWhileItGivesSignsOfLife() throws SQLException {
        try (NodeLine line = nodes.open(Duration.ofSeconds(5))) {
            line.register("node", "host", "{}");

            assertThat(line.beat("node", "{\"queue\":{\"running\":1}}")).isPresent();
            assertThat(sql.rows("SELECT workers FROM gork_nodes WHERE id = 'node'"))
                    .hasSize(1);
            line.remove("node");
            assertThat(line.beat("node", "{}")).isEmpty();
        }
    }

    @Test
    void nodesAreShownWithWhatTheyServeAndRun() throws SQLException {
        insert("shown", 2);
        try (NodeLine line = nodes.open(Duration.ofSeconds(5))) {
            line.register("shown-node", "shown-host", "{}");
            store.claim("shown-node", List.of(wanted("shown", 2)));
            line.beat("shown-node", "{\"shown\":{\"instances\":5,\"running\":2,\"stuck\":1}}");
        }

        NodeInfo node = nodeQueries.all(Duration.ofMinutes(1)).stream()
                .filter(each -> each.id().equals("shown-node"))
                .findFirst()
                .orElseThrow();

        assertThat(node).returns("shown-host", NodeInfo::name).returns(true, NodeInfo::alive);
        assertThat(node.queues()).containsExactly(new NodeInfo.Workers("shown", 5, 2, 1));
        assertThat(node.jobs()).extracting(NodeInfo.Running::id).containsExactlyInAnyOrder("shown-0", "shown-1");
        sql.run("UPDATE gork_nodes SET last_seen_at = CURRENT_TIMESTAMP - INTERVAL '1' HOUR WHERE id = 'shown-node'");
        assertThat(nodeQueries.all(Duration.ofMinutes(1)))
                .filteredOn(each -> each.id().equals("shown-node"))
                .extracting(NodeInfo::alive)
                .containsExactly(false);
    }

    @Test
    void theBacklogCountsWhatIsDueUpToItsLimit() {
        insert("backlog", 5);
        store.insert(List.of(new NewJob("backlog-future", "backlog", "{}", "{}", 0, null, Duration.ofHours(1))));

        Map<String, Backlog> backlog = backlogs.of(List.of("backlog", "empty"), 3, 0);

        assertThat(backlog.get("backlog").due()).isEqualTo(3);
        assertThat(backlog.get("backlog").oldest()).isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(backlog.get("empty")).isEqualTo(Backlog.NONE);
    }

    @Test
    void aTransitionIsPartOfTheCallersTransaction() throws Exception {
        insert("joined", 1);
        transaction.begin();
        claim("joined", 1);
        transaction.rollback();

        assertThat(get("joined-0"))
                .returns(JobStatus.SCHEDULED, JobInfo::status)
                .returns(0L, JobInfo::claim);
    }

    @Test
    void optionsOfARowAreReadBackAsWritten() {
        QueueSettings queue = new QueueSettings(1, Duration.ofMinutes(1), 1, Backoff.fixed(Duration.ZERO));
        Backoff backoff = Backoff.exponential(Duration.ofSeconds(1), Duration.ofDays(365));
        String json = JobOptions.toJson(java.util.OptionalInt.of(10_000), backoff);
        store.insert(List.of(new NewJob("read-back", "read-back", "{}", json, 0, null, Duration.ZERO)));

        assertThat(JobOptions.of(
                        jakarta.json.Json.createReader(new java.io.StringReader(
                                        get("read-back").optionsJson()))
                                .readValue(),
                        queue))
                .isEqualTo(new JobOptions(10_000, backoff));
    }

    private void insert(String queue, int count) {
        Set<String> inserted = new HashSet<>(store.insert(IntStream.range(0, count)
                .mapToObj(i -> new NewJob(queue + "-" + i, queue, "{}", "{}", 0, null, Duration.ZERO))
                .toList()));
        assertThat(inserted).hasSize(count);
    }

    private static Wanted wanted(String queue, int count) {
        return new Wanted(queue, count, null);
    }

    private List<ClaimedJob> claim(String queue, int count) {
        return store.claim("me", List.of(wanted(queue, count)));
    }

    private JobInfo get(String id) {
        return queries.get(id).orElseThrow();
    }
}
