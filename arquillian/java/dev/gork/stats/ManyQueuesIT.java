package dev.gork.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.JobStatus;
import dev.gork.QueueCounts;
import dev.gork.queues.QueueStore;
import dev.gork.stats.StatsBuffer.CountKey;
import dev.gork.testing.PlainSql;
import dev.gork.testing.Wars;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Of more queues than can be shown, those that need a look are, and it is said how many are not. */
@ExtendWith(ArquillianExtension.class)
class ManyQueuesIT {
    private static final int QUEUES = 1200;

    @Deployment
    static WebArchive war() {
        return Wars.war("", ManyQueuesIT.class, PlainSql.class);
    }

    @Inject
    QueueQueries queues;

    @Inject
    QueueStore overrides;

    @Inject
    CountStore counts;

    @Inject
    PlainSql sql;

    @BeforeEach
    void fill() {
        for (int begin = 0; begin < QUEUES; begin += 200) {
            sql.run("INSERT INTO jobs (id, queue, status) VALUES "
                    + IntStream.range(begin, begin + 200)
                            .mapToObj(i -> "('many-%1$04d', 'many-%1$04d', 'scheduled')".formatted(i))
                            .collect(Collectors.joining(", ")));
            counts.append(IntStream.range(begin, begin + 200)
                    .boxed()
                    .collect(Collectors.toMap(i -> new CountKey("many-%04d".formatted(i), "scheduled"), i -> 1L)));
        }
        sql.run(
                "INSERT INTO jobs (id, queue, status) VALUES ('z1', 'z-busy', 'scheduled'), ('z2', 'z-busy', 'scheduled')");
        counts.append(Map.of(new CountKey("z-busy", "scheduled"), 2L, new CountKey("z-failing", "failed"), 1L));
        overrides.pause("z-paused", "somebody");
        failed("z-failing");
    }

    @AfterEach
    void clear() {
        overrides.resume("z-paused");
        sql.run("DELETE FROM jobs WHERE queue LIKE 'many-%' OR queue = 'z-busy'");
        sql.run("DELETE FROM gork_counts WHERE queue LIKE 'many-%' OR queue LIKE 'z-%'");
        sql.run("DELETE FROM gork_count_deltas WHERE queue LIKE 'many-%' OR queue LIKE 'z-%'");
        sql.run("DELETE FROM gork_history WHERE queue = 'z-failing'");
    }

    @Test
    void theFailingThePausedAndTheBusyAreListedAndTheOthersCounted() {
        QueueQueries.Listing listing = queues.list("", Set.of());
        List<String> names = listing.queues().stream().map(QueueStats::name).toList();

        assertThat(names).hasSize(QueueQueries.MAX_QUEUES).isSorted().contains("z-busy", "z-failing", "z-paused");
        assertThat(listing.total()).isGreaterThanOrEqualTo(QUEUES + 3);
        QueueStats busy = listing.queues().stream()
                .filter(queue -> queue.name().equals("z-busy"))
                .findFirst()
                .orElseThrow();
        assertThat(busy.backlog().due()).isEqualTo(2);
        assertThat(busy.count(JobStatus.SCHEDULED)).isEqualTo(2);
    }

    @Test
    void theOthersAreFoundByTheirNamesAndOpened() {
        assertThat(queues.list("MANY-1199", Set.of()).queues())
                .extracting(QueueStats::name)
                .containsExactly("many-1199");
        assertThat(queues.one("many-1199").orElseThrow().count(JobStatus.SCHEDULED))
                .isEqualTo(1);
    }

    @Test
    void theCountsAreOfThoseWithMostToDo() {
        assertThat(queues.counts())
                .hasSize(QueueQueries.MAX_QUEUES)
                .extracting(QueueCounts::queue)
                .contains("z-busy");
    }

    private void failed(String queue) {
        String none = "ARRAY["
                + String.join(
                        ", ",
                        IntStream.range(0, Histogram.BUCKETS).mapToObj(i -> "0").toList()) + "]";
        sql.run("INSERT INTO gork_history (at, seconds, queue, completed, retried, failed, waits, runs) VALUES "
                + "(CAST('" + Instant.now().minusSeconds(30) + "' AS timestamp with time zone), 10, '" + queue
                + "', 0, 0, 1, " + none + ", " + none + ")");
    }
}
