package dev.gork.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.JobCount;
import dev.gork.JobFilter;
import dev.gork.JobStatus;
import dev.gork.chores.Chore;
import dev.gork.chores.ChoreStore;
import dev.gork.claims.ClaimRequest;
import dev.gork.claims.ClaimStore;
import dev.gork.claims.ClaimedJob;
import dev.gork.claims.Outcome;
import dev.gork.jobs.JobStore;
import dev.gork.jobs.NewJob;
import dev.gork.queues.QueueStore;
import dev.gork.search.JobSearches;
import dev.gork.stats.StatsBuffer.CountKey;
import dev.gork.testing.PlainSql;
import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.naming.InitialContext;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Promise 13: counts are kept, not counted, and come out right all the same. */
@ExtendWith(ArquillianExtension.class)
class CountsIT {
    @Deployment
    static WebArchive war() {
        return Wars.war(
                "",
                CountsIT.class,
                PlainSql.class,
                Noted.class,
                ForAll.class,
                ForTheEnabled.class,
                ForThoseWithHandlers.class);
    }

    @Inject
    JobStore store;

    @Inject
    ClaimStore claims;

    @Inject
    JobSearches searches;

    @Inject
    CountStore counts;

    @Inject
    QueueQueries queues;

    @Inject
    QueueStore overrides;

    @Inject
    ChoreStore chores;

    @Inject
    PlainSql sql;

    @Inject
    UserTransaction transaction;

    /** H2 runs a subquery again for each row if its table has changed since: it was canceled after a minute. */
    @Test
    void jobsAreCountedWhileOthersWrite() throws Exception {
        insert("written", 5000);
        AtomicBoolean counted = new AtomicBoolean();
        ManagedExecutorService executor = InitialContext.doLookup("java:comp/DefaultManagedExecutorService");
        Future<?> writer = executor.submit(() -> {
            while (!counted.get()) {
                sql.run("UPDATE jobs SET priority = priority + 1 WHERE id = 'written-17'");
            }
        });

        JobFilter filter = JobFilter.all().queue("written").status(JobStatus.SCHEDULED);
        try {
            for (int i = 0; i < 10; i++) {
                assertThat(searches.count(filter)).isEqualTo(new JobCount(5000, false));
            }
        } finally {
            counted.set(true);
            writer.get();
            sql.run("DELETE FROM jobs WHERE queue = 'written'");
        }
    }

    @Test
    void eachTransitionMovesAJobFromOneCountToAnother() {
        insert("moved", 6);
        List<ClaimedJob> jobs = claims.claim("me", List.of(new ClaimRequest("moved", 4, null)));
        claims.finish(List.of(
                Outcome.completed(jobs.get(0), "1"),
                Outcome.failed(jobs.get(1), "why"),
                Outcome.retry(jobs.get(2), "why", Duration.ofHours(1))));
        claims.finish(List.of(Outcome.completed(jobs.get(0), "2")));
        store.cancel("moved-4");
        store.delete("moved-5");

        waitFor("moved", JobStatus.COMPLETED, 1);
        waitFor("moved", JobStatus.FAILED, 1);
        waitFor("moved", JobStatus.CANCELED, 1);
        waitFor("moved", JobStatus.SCHEDULED, 1);
        waitFor("moved", JobStatus.INITIALIZED, 1);

        claims.rescueOrphans(Duration.ofMinutes(1), null);
        store.runNow(jobs.get(1).id());
        store.delete(jobs.get(0).id());

        waitFor("moved", JobStatus.COMPLETED, 0);
        waitFor("moved", JobStatus.FAILED, 0);
        waitFor("moved", JobStatus.SCHEDULED, 3);
        waitFor("moved", JobStatus.INITIALIZED, 0);
    }

    /** Each key is three parameters, and PostgreSQL takes 65,535 with a statement. */
    @Test
    void changesOfAnyNumberOfQueuesAreAppended() {
        Map<CountKey, Long> changes = IntStream.range(0, 22_000)
                .boxed()
                .collect(Collectors.toMap(i -> new CountKey("many-" + i, "scheduled"), i -> 1L));

        counts.append(changes);

        assertThat(counts.noted()).containsAllEntriesOf(changes);
        sql.run("DELETE FROM gork_count_deltas WHERE queue LIKE 'many-%'");
        sql.run("DELETE FROM gork_counts WHERE queue LIKE 'many-%'");
    }

    @Test
    void whatIsRolledBackIsNotCounted() throws Exception {
        insert("rolled-back", 1);
        transaction.begin();
        store.cancel("rolled-back-0");
        transaction.rollback();
        insert("committed-later", 1);

        waitFor("committed-later", JobStatus.SCHEDULED, 1);
        assertThat(noted("rolled-back", JobStatus.CANCELED)).isZero();
        assertThat(noted("rolled-back", JobStatus.SCHEDULED)).isEqualTo(1);
    }

    @Test
    void foldingChangesNoSum() {
        counts.append(Map.of(new CountKey("folded", "completed"), 5L, new CountKey("folded", "failed"), 2L));
        counts.append(Map.of(new CountKey("folded", "completed"), 3L, new CountKey("folded", "failed"), -1L));

        counts.fold();
        counts.append(Map.of(new CountKey("folded", "completed"), 1L));

        assertThat(sql.rows("SELECT jobs FROM gork_counts WHERE queue = 'folded' AND status = 'completed'"))
                .isEqualTo(List.of(8L));
        assertThat(noted("folded", JobStatus.COMPLETED)).isEqualTo(9);
        assertThat(noted("folded", JobStatus.FAILED)).isEqualTo(1);
        counts.fold();
        assertThat(noted("folded", JobStatus.COMPLETED)).isEqualTo(9);
    }

    @Test
    void whatAGorkClientInsertsIsCountedAtOnce() {
        sql.run("INSERT INTO jobs (id, queue, status) VALUES ('by-sql', 'by-sql', 'scheduled')");

        QueueStats stats = queues.one("by-sql").orElseThrow();

        assertThat(stats.count(JobStatus.SCHEDULED)).isEqualTo(1);
        assertThat(stats.backlog().due()).isEqualTo(1);
        assertThat(queues.list("", Set.of()).queues())
                .extracting(QueueStats::name)
                .contains("by-sql");
        assertThat(queues.one("no such queue")).isEmpty();
    }

    @Test
    void aCensusFindsWhatCameAndWentByPlainSql() throws Exception {
        insert("census", 3);
        waitFor("census", JobStatus.SCHEDULED, 3);
        sql.run("INSERT INTO jobs (id, queue, status) VALUES ('census-done', 'census', 'completed')");
        sql.run("DELETE FROM jobs WHERE id = 'census-0'");

        assertThat(counts.correct(counts.census())).isGreaterThanOrEqualTo(2);

        assertThat(noted("census", JobStatus.COMPLETED)).isEqualTo(1);
        assertThat(noted("census", JobStatus.SCHEDULED)).isEqualTo(2);
    }

    @Test
    void aCensusDoesNotCountTwiceWhatANodeWritesDownLater() throws Exception {
        sql.run("INSERT INTO jobs (id, queue, status) VALUES ('noted-later', 'noted-later', 'completed')");
        CountStore.Census census = counts.census();
        counts.append(Map.of(new CountKey("noted-later", "completed"), 1L));

        counts.correct(census);

        assertThat(noted("noted-later", JobStatus.COMPLETED)).isEqualTo(1);
    }

    @Test
    void aChoreIsDoneByWhoeverAsksFirstOnceInAnInterval() {
        assertThat(chores.take("never done before", Duration.ofMinutes(50))).isTrue();
        assertThat(chores.take("never done before", Duration.ofMinutes(50))).isFalse();

        sql.run("UPDATE gork_chores SET last_run_at = CURRENT_TIMESTAMP - INTERVAL '1' HOUR"
                + " WHERE name = 'never done before'");

        assertThat(chores.take("never done before", Duration.ofMinutes(50))).isTrue();
        assertThat(chores.take("never done before", Duration.ofMinutes(50))).isFalse();
    }

    @Test
    void aBeanIsRunAsAChoreOnTheNodesThatItNames() {
        Wait.until("both that any node does have run", () -> RUN.containsAll(Set.of("for all", "for the enabled")));

        assertThat(RUN).as("this node has no handlers").doesNotContain("for those with handlers");
    }

    private static final Set<String> RUN = ConcurrentHashMap.newKeySet();

    @ApplicationScoped
    static class ForAll extends Noted {
        ForAll() {
            super("for all", Nodes.ALL);
        }
    }

    @ApplicationScoped
    static class ForTheEnabled extends Noted {
        ForTheEnabled() {
            super("for the enabled", Nodes.ENABLED);
        }
    }

    @ApplicationScoped
    static class ForThoseWithHandlers extends Noted {
        ForThoseWithHandlers() {
            super("for those with handlers", Nodes.WITH_HANDLERS);
        }
    }

    abstract static class Noted implements Chore {
        private final String name;
        private final Nodes nodes;

        Noted(String name, Nodes nodes) {
            this.name = name;
            this.nodes = nodes;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Duration interval() {
            return Duration.ofMillis(50);
        }

        @Override
        public Nodes nodes() {
            return nodes;
        }

        @Override
        public void runOnce() {
            RUN.add(name);
        }
    }

    @Test
    void aQueueIsShownForWhatIsSetForItAlone() {
        overrides.pause("only-paused", "ada");

        assertThat(queues.one("only-paused").orElseThrow().overrides().pausedBy())
                .isEqualTo("ada");
        assertThat(queues.list("", Set.of()).queues())
                .extracting(QueueStats::name)
                .contains("only-paused");
    }

    private void insert(String queue, int count) {
        store.insert(IntStream.range(0, count)
                .mapToObj(i -> new NewJob(queue + "-" + i, queue, "{}", "{}", 0, null, Duration.ZERO))
                .toList());
    }

    private void waitFor(String queue, JobStatus status, long jobs) {
        Wait.value("there are " + jobs + " " + status, () -> noted(queue, status), seen -> seen == jobs);
    }

    private long noted(String queue, JobStatus status) {
        return counts.noted().getOrDefault(new CountKey(queue, status.word()), 0L);
    }
}
