package dev.gork.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gork.Backoff;
import dev.gork.JobInfo;
import dev.gork.JobStatus;
import dev.gork.NodeInfo;
import dev.gork.claims.Claim;
import dev.gork.claims.ClaimCursor;
import dev.gork.claims.ClaimRequest;
import dev.gork.claims.ClaimStore;
import dev.gork.claims.ClaimedJob;
import dev.gork.claims.Outcome;
import dev.gork.config.QueueSettings;
import dev.gork.nodes.NodeConnection;
import dev.gork.nodes.NodeQueries;
import dev.gork.nodes.NodeStore;
import dev.gork.payload.JobOptions;
import dev.gork.payload.Texts;
import dev.gork.queues.QueueStore;
import dev.gork.stats.QueueDepth;
import dev.gork.stats.QueueDepths;
import dev.gork.stats.QueueQueries;
import dev.gork.testing.PlainSql;
import dev.gork.testing.Wait;
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
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.naming.InitialContext;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract that every dialect keeps: each transition happens exactly if its row is as it says. */
@ExtendWith(ArquillianExtension.class)
class JobStoreIT {
    @Deployment
    static WebArchive war() {
        return Wars.war("", JobStoreIT.class, PlainSql.class);
    }

    @Inject
    JobStore store;

    @Inject
    ClaimStore claims;

    @Inject
    JobQueries queries;

    @Inject
    QueueDepths depths;

    @Inject
    QueueQueries queueQueries;

    @Inject
    NodeStore nodes;

    @Inject
    QueueStore overrides;

    @Inject
    NodeQueries nodeQueries;

    @Inject
    PlainSql sql;

    @Inject
    UserTransaction transaction;

    @Test
    void aClaimRaisesTheClaimNumberAndTheAttempts() {
        insert("claim", 1);

        ClaimedJob claimed = claim("claim", 10).get(0);

        assertThat(claimed).returns(1, ClaimedJob::attempt);
        assertThat(claimed.claimNumber()).as("readable by JavaScript").isBetween(1L, 1L << 53);
        assertThat(get("claim-0"))
                .returns(JobStatus.INITIALIZED, JobInfo::status)
                .returns(claimed.claimNumber(), JobInfo::claim)
                .returns(1, JobInfo::attempts)
                .returns("me", JobInfo::node)
                .returns(claimed.claimedAt(), JobInfo::startedAt);
        assertThat(claim("claim", 10)).isEmpty();
    }

    /** It is the server's, and perhaps a certificate's whole subject. */
    @Test
    void aCallersNameOfAnyKindIsKeptAsFarAsThereIsRoom() {
        for (String name : List.of("n".repeat(300), "\uD83D\uDE00".repeat(200), "\0\uD800".repeat(200))) {
            String id = "caller-" + name.codePointAt(0);
            store.insert(
                    List.of(new NewJob(id, "caller", "{}", "{}", 0, null, Duration.ofHours(1)).causedBy(name, null)));

            assertThat(sql.rows("SELECT enqueued_by FROM jobs WHERE id = '" + id + "'")
                            .get(0))
                    .isEqualTo(Texts.storable(name, 255));
        }
        overrides.pause("caller", "\uD83D\uDE00".repeat(200));
        assertThat(overrides.overrides("caller").pausedBy()).isEqualTo("\uD83D\uDE00".repeat(127));
        overrides.resume("caller");
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
        ClaimCursor reached = null;
        List<ClaimedJob> next;
        do {
            next = claims.claim("me", List.of(new ClaimRequest("position", 1, reached)));
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
        assertThat(claims.claim("me", List.of(new ClaimRequest("forever", 1, first.position()))))
                .extracting(ClaimedJob::id)
                .containsExactly("forever-1");
    }

    @Test
    void aClaimTakesOnlyWhatIsDueAndOnlyFromTheQueuesAskedFor() {
        insert("asked", 2);
        insert("other", 2);
        store.insert(List.of(new NewJob("future", "asked", "{}", "{}", 100, null, Duration.ofHours(1))));

        List<ClaimedJob> claimed = claims.claim("me", List.of(wanted("asked", 10), wanted("absent", 10)));

        assertThat(claimed).extracting(ClaimedJob::queue).containsOnly("asked").hasSize(2);
    }

    @Test
    void nobodyClaimsWhatAnotherClaimsAtTheSameTime() throws Exception {
        insert("contended", 400);
        ManagedExecutorService executor = InitialContext.doLookup("java:comp/DefaultManagedExecutorService");

        List<Future<List<String>>> claimers = IntStream.range(0, 8)
                .mapToObj(worker -> executor.submit(() -> {
                    List<String> mine = new ArrayList<>();
                    List<ClaimedJob> some;
                    do {
                        some = claims.claim("node-" + worker, List.of(wanted("contended", 7)));
                        some.forEach(job -> mine.add(job.id()));
                    } while (!some.isEmpty());
                    return mine;
                }))
                .toList();
        List<String> all = new ArrayList<>();
        for (Future<List<String>> each : claimers) {
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

        Set<Claim> lost = claims.finish(List.of(
                Outcome.completed(jobs.get("mixed-0"), "{\"ok\":true}"),
                Outcome.retry(jobs.get("mixed-1"), "try again", Duration.ofHours(1)),
                Outcome.failed(jobs.get("mixed-2"), "never again"),
                Outcome.released(
                        jobs.get("mixed-3").claim(), jobs.get("mixed-3").queue(), 0)));

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
                .returns(jobs.get("mixed-3").claimNumber(), JobInfo::claim)
                .returns(jobs.get("mixed-3").scheduledAt(), JobInfo::scheduledAt);
    }

    /** Promise 3: fenced. */
    @Test
    void aLateFinisherChangesNothing() {
        insert("late", 1);
        ClaimedJob first = claim("late", 1).get(0);
        claims.finish(List.of(Outcome.released(first.claim(), first.queue(), 0)));
        ClaimedJob second = claim("late", 1).get(0);
        JobInfo running = get("late-0");

        assertThat(claims.finish(List.of(Outcome.completed(first, "\"late\"")))).containsExactly(first.claim());
        assertThat(claims.finish(List.of(Outcome.failed(first, "late")))).containsExactly(first.claim());
        assertThat(get("late-0")).isEqualTo(running);

        assertThat(claims.finish(List.of(Outcome.completed(second, "\"in time\""))))
                .isEmpty();
        assertThat(claims.finish(List.of(Outcome.completed(second, "\"twice\""))))
                .containsExactly(second.claim());
        assertThat(get("late-0").resultJson()).isEqualTo("\"in time\"");
        store.runNow("late-0");
        assertThat(claim("late", 1).get(0).claimNumber())
                .as("no claim number comes twice")
                .isGreaterThan(second.claimNumber());
        assertThat(second.claimNumber()).isGreaterThan(first.claimNumber());
    }

    /** Promise 3: nor does it to a job that was deleted and made anew, whose row knows nothing of it. */
    @Test
    void aLateFinisherChangesNothingOfALaterJobOfTheSameId() {
        insert("anew", 1);
        ClaimedJob released = claim("anew", 1).get(0);
        claims.finish(List.of(Outcome.released(released.claim(), released.queue(), 0)));
        ClaimedJob first = claim("anew", 1).get(0);
        claims.finish(List.of(Outcome.failed(first, "why")));
        assertThat(store.delete("anew-0").done()).isTrue();
        insert("anew", 1);
        ClaimedJob second = claim("anew", 1).get(0);
        JobInfo running = get("anew-0");

        for (ClaimedJob late : List.of(released, first)) {
            assertThat(claims.finish(List.of(Outcome.completed(late, "1")))).containsExactly(late.claim());
            assertThat(claims.finish(List.of(Outcome.failed(late, "late")))).containsExactly(late.claim());
            assertThat(claims.finish(List.of(Outcome.retry(late, "late", Duration.ZERO))))
                    .containsExactly(late.claim());
            assertThat(claims.finish(List.of(Outcome.released(late.claim(), "anew", 0))))
                    .containsExactly(late.claim());
            assertThat(claims.complete(Outcome.completed(late, "1"), Duration.ofSeconds(1)))
                    .isFalse();
        }
        assertThat(get("anew-0")).isEqualTo(running);
        assertThat(claims.finish(List.of(Outcome.completed(second, "1")))).isEmpty();
    }

    @Test
    void aJsonNullIsAResultLikeAnyOther() {
        insert("null-result", 1);
        claims.finish(List.of(Outcome.completed(claim("null-result", 1).get(0), "null")));
        store.insert(List.of(new NewJob("null-arguments", "null-arguments", "null", "{}", 0, null, Duration.ZERO)));

        assertThat(get("null-result-0").resultJson()).isEqualTo("null");
        assertThat(get("null-arguments").argumentsJson()).isEqualTo("null");
    }

    /** Promise 7: liveness is the node's. */
    @Test
    void aDeadNodesJobsAreRescuedAndALivingOnesAreNot() throws SQLException {
        try (NodeConnection line = nodes.open(Duration.ofSeconds(5))) {
            line.register("alive", "host", "{}");
        }
        insert("orphans", 3);
        List<String> dead = claims.claim("dead", List.of(wanted("orphans", 2))).stream()
                .map(ClaimedJob::id)
                .toList();
        String living =
                claims.claim("alive", List.of(wanted("orphans", 1))).get(0).id();
        sql.run("UPDATE jobs SET started_at = CURRENT_TIMESTAMP - INTERVAL '1' DAY WHERE queue = 'orphans'");

        claims.rescueOrphans(Duration.ofMinutes(1), null);

        for (String id : dead) {
            assertThat(get(id))
                    .returns(JobStatus.SCHEDULED, JobInfo::status)
                    .returns(1, JobInfo::rescues)
                    .returns(0, JobInfo::retryCount)
                    .returns(null, JobInfo::node);
            assertThat(get(id).lastError()).contains("no heartbeat");
        }
        assertThat(get(living)).returns(JobStatus.INITIALIZED, JobInfo::status).returns("alive", JobInfo::node);

        sql.run("UPDATE gork_nodes SET last_seen_at = CURRENT_TIMESTAMP - INTERVAL '1' DAY WHERE id = 'alive'");
        claims.rescueOrphans(Duration.ofMinutes(1), null);
        assertThat(get(living).status()).isEqualTo(JobStatus.SCHEDULED);
    }

    /** Promise 5: of ten that were there, the one that kills its node is found, and nothing more is held against the others. */
    @Test
    void aSuspectsRescueCountsOnlyIfItHadBegun() throws SQLException {
        insert("neighbours", 10);
        for (int death = 1; death <= 4; death++) {
            String node = "killed-" + death;
            assertThat(claims.claim(node, List.of(wanted("neighbours", 10)))).hasSize(10);
            try (NodeConnection line = nodes.open(Duration.ofSeconds(5))) {
                line.register(node, "host", "{}");
            }
            // As long as none is suspected, none is written down; then two, and then one alone.
            assertThat(nodes.suspects(
                            node,
                            switch (death) {
                                case 1, 2 -> List.of();
                                case 3 -> List.of("neighbours-5", "neighbours-7");
                                default -> List.of("neighbours-7");
                            }))
                    .isTrue();
            sql.run("UPDATE gork_nodes SET last_seen_at = CURRENT_TIMESTAMP - INTERVAL '1' DAY WHERE id = '" + node
                    + "'");
            claims.rescueOrphans(Duration.ofMinutes(1), null);
        }

        for (int i = 0; i < 10; i++) {
            assertThat(get("neighbours-" + i))
                    .returns(JobStatus.SCHEDULED, JobInfo::status)
                    .returns(i == 7 ? 4 : i == 5 ? 3 : 2, JobInfo::rescues);
        }
    }

    @Test
    void aSuspectWhoseNodeNobodyKnowsAnyMoreIsCounted() {
        insert("unknown-node", 1);
        sql.run("UPDATE jobs SET rescues = 2 WHERE id = 'unknown-node-0'");
        claims.claim("nobody knows it", List.of(wanted("unknown-node", 1)));

        claims.rescueOrphans(Duration.ofMinutes(1), null);

        assertThat(get("unknown-node-0").rescues()).isEqualTo(3);
    }

    @Test
    void aNodeIsNotForgottenWhileThereAreJobsOfItToBeRescued() throws SQLException {
        insert("remembered", 1);
        claims.claim("forgotten-node", List.of(wanted("remembered", 1)));
        try (NodeConnection line = nodes.open(Duration.ofSeconds(5))) {
            line.register("forgotten-node", "host", "{}");
        }
        sql.run(
                "UPDATE gork_nodes SET last_seen_at = CURRENT_TIMESTAMP - INTERVAL '2' DAY WHERE id = 'forgotten-node'");
        String there = "SELECT id FROM gork_nodes WHERE id = 'forgotten-node'";

        nodes.forget(Duration.ofDays(1));
        assertThat(sql.rows(there)).hasSize(1);
        claims.rescueOrphans(Duration.ofMinutes(1), null);
        nodes.forget(Duration.ofDays(1));
        assertThat(sql.rows(there)).isEmpty();
    }

    /** A handler that threw has not killed its node; one that was released may still. */
    @Test
    void rescuesAreForgottenOnceAnAttemptEndsInAnotherWay() {
        insert("cleared", 2);
        sql.run("UPDATE jobs SET rescues = 2 WHERE queue = 'cleared'");
        List<ClaimedJob> jobs = claim("cleared", 2);

        claims.finish(List.of(
                Outcome.retry(jobs.get(0), "why", Duration.ZERO),
                Outcome.released(jobs.get(1).claim(), "cleared", 0)));

        assertThat(get(jobs.get(0).id()).rescues()).isZero();
        assertThat(get(jobs.get(1).id()).rescues()).isEqualTo(2);
    }

    @Test
    void whatGorksOwnWorkersLeftIsRescuedAfterTheQueuesTimeout() {
        insert("left", 2);
        sql.run("UPDATE jobs SET status = 'initialized', started_at = CURRENT_TIMESTAMP - INTERVAL '1' HOUR"
                + " WHERE id = 'left-0'");
        sql.run("UPDATE jobs SET status = 'initialized', started_at = CURRENT_TIMESTAMP WHERE id = 'left-1'");

        assertThat(claims.rescueOverdue(Map.of("left", Duration.ofMinutes(10)))).isEqualTo(1);

        assertThat(get("left-0").status()).isEqualTo(JobStatus.SCHEDULED);
        assertThat(get("left-1").status()).isEqualTo(JobStatus.INITIALIZED);
    }

    @Test
    void whatGorksOwnWorkersLeftOfAQueueThatNobodyServesHidesNothing() {
        List<String> unserved = IntStream.range(0, 1500)
                .mapToObj(
                        i -> "('unserved-" + i + "', 'unserved', 'initialized', CURRENT_TIMESTAMP - INTERVAL '2' HOUR)")
                .toList();
        sql.run("INSERT INTO jobs (id, queue, status, started_at) VALUES " + String.join(", ", unserved));
        insert("served", 1);
        sql.run("UPDATE jobs SET status = 'initialized', started_at = CURRENT_TIMESTAMP - INTERVAL '1' HOUR"
                + " WHERE id = 'served-0'");

        assertThat(claims.rescueOverdue(Map.of("served", Duration.ofMinutes(10), "idle", Duration.ofMinutes(1))))
                .isEqualTo(1);

        assertThat(get("served-0").status()).isEqualTo(JobStatus.SCHEDULED);
        sql.run("DELETE FROM jobs WHERE queue = 'unserved'");
    }

    @Test
    void whatANodeHasByTheTableButNotInFactIsReleasedByItself() {
        insert("stray", 2);
        List<ClaimedJob> both = claims.claim("forgetful", List.of(wanted("stray", 2)));
        ClaimedJob held = both.get(0);
        ClaimedJob stray = both.get(1);

        assertThat(claims.claims("forgetful")).containsExactlyInAnyOrder(held.claim(), stray.claim());
        assertThat(claims.releaseStrays("forgetful", Set.of(stray.claim()))).isEqualTo(1);

        assertThat(get(stray.id()))
                .returns(JobStatus.SCHEDULED, JobInfo::status)
                .returns(0, JobInfo::attempts);
        assertThat(get(held.id()).status()).isEqualTo(JobStatus.INITIALIZED);
    }

    @Test
    void aClaimThatWasNeverBegunGoesBackWithoutAnAttempt() {
        insert("unbegun", 1);
        ClaimedJob job = claim("unbegun", 1).get(0);

        assertThat(claims.finish(List.of(Outcome.unclaimed(job.claim(), job.queue(), job.retryCount()))))
                .isEmpty();

        assertThat(get(job.id()))
                .returns(JobStatus.SCHEDULED, JobInfo::status)
                .returns(0, JobInfo::attempts)
                .returns(job.scheduledAt(), JobInfo::scheduledAt);
        assertThat(sql.rows("SELECT claim FROM gork_attempts WHERE job = '" + job.id() + "'"))
                .isEmpty();
    }

    @Test
    void whatBecameOfAClaimIsKnown() {
        insert("stands", 1);
        Outcome outcome = Outcome.failed(claim("stands", 1).get(0), "why");

        assertThat(claims.statusUnder(outcome.claim())).contains(JobStatus.INITIALIZED);
        claims.finish(List.of(outcome));
        assertThat(claims.statusUnder(outcome.claim())).contains(JobStatus.FAILED);
    }

    /** Promise 10: a counter at its end stops nobody. */
    @Test
    void countersAtTheirEndStayThere() {
        insert("counters", 2);
        sql.run("UPDATE jobs SET attempts = 2147483647, claim = 9223372036854775807, rescues = 2147483647"
                + " WHERE id = 'counters-0'");

        assertThat(claims.claim("gone", List.of(wanted("counters", 2)))).hasSize(2);
        assertThat(claims.rescueOrphans(Duration.ofMinutes(1), null)).isGreaterThanOrEqualTo(2);

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
        Set<Claim> lost = executor.submit(() -> claims.finish(List.of(Outcome.completed(job, "1"))))
                .get();
        transaction.commit();

        assertThat(lost).isEmpty();
    }

    /** Until its commit, a claim is neither due nor running to others; a node may be frozen for hours, or for good. */
    @Test
    @Tag("once") // H2 has no client that could be frozen by itself
    void aNodeThatIsFrozenBetweenAStatementAndItsCommitHoldsItsRowsForSeconds() throws Exception {
        insert("frozen", 3);
        ClaimedJob done = claim("frozen", 1).get(0);
        sql.run("UPDATE jobs SET status = 'initialized', started_at = now() - INTERVAL '1 hour' WHERE id = 'frozen-2'");
        ManagedExecutorService executor = InitialContext.doLookup("java:comp/DefaultManagedExecutorService");
        Callable<Integer> free = () -> sql.rows("SELECT id FROM jobs WHERE queue = 'frozen' FOR UPDATE SKIP LOCKED")
                .size();

        for (Runnable statement : List.<Runnable>of(
                () -> claims.finish(List.of(Outcome.completed(done, "1"))),
                () -> claims.finish(List.of(Outcome.retry(done, "why", Duration.ZERO))),
                () -> claims.finishUnlocked(List.of(Outcome.completed(done, "1"))),
                () -> claims.rescueOverdue(Map.of("frozen", Duration.ofMinutes(1))),
                () -> claims.rescueOrphans(Duration.ofMinutes(1), null))) {
            transaction.begin();
            statement.run();
            List<?> bound = sql.rows("SELECT current_setting('idle_in_transaction_session_timeout')");
            transaction.rollback();
            assertThat(bound).asString().isEqualTo("[5s]");
        }
        transaction.begin();
        claims.complete(Outcome.completed(done, "1"), Duration.ofSeconds(1));
        List<?> handlersOwn = sql.rows("SELECT current_setting('idle_in_transaction_session_timeout')");
        transaction.rollback();
        assertThat(handlersOwn).asString().isEqualTo("[0]");
        transaction.begin();
        claim("frozen", 1);
        assertThat(executor.submit(free).get()).isEqualTo(2);
        Wait.until("its row is free again", () -> executor.submit(free).get() == 3);
        assertThatThrownBy(transaction::commit).isNotNull();
        assertThat(sql.rows("SELECT id FROM jobs WHERE queue = 'frozen' AND status = 'scheduled'"))
                .hasSize(1);
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
    void aNodeIsKnownWhileItSendsHeartbeats() throws SQLException {
        try (NodeConnection line = nodes.open(Duration.ofSeconds(5))) {
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
        try (NodeConnection line = nodes.open(Duration.ofSeconds(5))) {
            line.register("shown-node", "shown-host", "{}");
            claims.claim("shown-node", List.of(wanted("shown", 2)));
            line.beat("shown-node", "{\"shown\":{\"instances\":5,\"running\":2,\"stuck\":1}}");
        }

        NodeInfo node = nodeQueries.all(Duration.ofMinutes(1)).stream()
                .filter(each -> each.id().equals("shown-node"))
                .findFirst()
                .orElseThrow();

        assertThat(node).returns("shown-host", NodeInfo::name).returns(true, NodeInfo::alive);
        assertThat(node.queues()).containsExactly(new NodeInfo.ServedQueue("shown", 5, 2, 1));
        assertThat(node.jobs()).extracting(NodeInfo.RunningJob::id).containsExactlyInAnyOrder("shown-0", "shown-1");
        sql.run("UPDATE gork_nodes SET last_seen_at = CURRENT_TIMESTAMP - INTERVAL '1' HOUR WHERE id = 'shown-node'");
        assertThat(nodeQueries.all(Duration.ofMinutes(1)))
                .filteredOn(each -> each.id().equals("shown-node"))
                .extracting(NodeInfo::alive)
                .containsExactly(false);
    }

    @Test
    void aBusyNodeIsShownWithSomeOfItsJobsAndTheOthersWithTheirs() throws SQLException {
        insert("busy", NodeInfo.MAX_JOBS + 1);
        insert("idle", 1);
        try (NodeConnection line = nodes.open(Duration.ofSeconds(5))) {
            line.register("busy-node", "busy-host", "{}");
            line.register("idle-node", "idle-host", "{}");
            claims.claim("busy-node", List.of(wanted("busy", NodeInfo.MAX_JOBS + 1)));
            claims.claim("idle-node", List.of(wanted("idle", 1)));

            Map<String, Integer> shown = nodeQueries.all(Duration.ofMinutes(1)).stream()
                    .collect(Collectors.toMap(NodeInfo::id, node -> node.jobs().size()));

            assertThat(shown).containsEntry("busy-node", NodeInfo.MAX_JOBS).containsEntry("idle-node", 1);
            line.remove("busy-node");
            line.remove("idle-node");
        }
    }

    @Test
    void theBacklogCountsWhatIsDueUpToItsLimit() {
        insert("backlog", 5);
        store.insert(List.of(new NewJob("backlog-future", "backlog", "{}", "{}", 0, null, Duration.ofHours(1))));

        Map<String, QueueDepth> backlog = depths.of(List.of("backlog", "empty"), 3, 0);

        assertThat(backlog.get("backlog").due()).isEqualTo(3);
        assertThat(backlog.get("backlog").oldest()).isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(backlog.get("empty")).isEqualTo(QueueDepth.NONE);
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

    private static ClaimRequest wanted(String queue, int count) {
        return new ClaimRequest(queue, count, null);
    }

    private List<ClaimedJob> claim(String queue, int count) {
        return claims.claim("me", List.of(wanted(queue, count)));
    }

    private JobInfo get(String id) {
        return queries.get(id).orElseThrow();
    }
}
