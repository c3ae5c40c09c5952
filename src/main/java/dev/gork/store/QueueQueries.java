package dev.gork.store;

import dev.gork.JobStatus;
import dev.gork.QueueControls;
import dev.gork.QueueCounts;
import dev.gork.config.Settings;
import dev.gork.store.Tally.CountKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Queues as they stand. No query here reads more for a larger table: the numbers of finished jobs are kept, and what waits
 * and runs is counted in its index up to a limit. Below the limit it is exact, also right after somebody wrote to the
 * table by plain SQL, unless the index is so full of what is done that it takes too long to look: then it is an estimate.
 */
@ApplicationScoped
@Transactional
public class QueueQueries {
    /** Due jobs of a queue are counted up to here. */
    public static final int DUE_COUNTED = 2_000;

    /** Running jobs of all queues are counted up to here. */
    private static final int RUNNING_COUNTED = 10_000;

    /** Up to here scheduled jobs are counted too; of more, what was noted is near enough. */
    private static final int EXACT = 1000;

    /** The most queues that are shown. */
    public static final int MAX_QUEUES = 1000;

    private static final String RUNNING = """
            SELECT queue, COUNT(*) FROM (
                SELECT queue FROM jobs WHERE status = 'initialized' FETCH FIRST %d ROWS ONLY) AS running
            GROUP BY queue""".formatted(RUNNING_COUNTED);

    @PersistenceContext(unitName = "gork")
    EntityManager em;

    @Inject
    Database database;

    @Inject
    Backlogs backlogs;

    @Inject
    CountStore counts;

    @Inject
    QueueStore controls;

    @Inject
    NodeQueries nodes;

    @Inject
    Settings settings;

    @Inject
    HistoryQueries history;

    /** What waited in all queues, for when it takes too long to find out. */
    private volatile Map<String, Backlog> foundLast = Map.of();

    /** How many jobs each queue has in each status, by queue. */
    public List<QueueCounts> counts() {
        Map<String, Map<JobStatus, Long>> noted = noted();
        Set<String> names = names(noted.keySet(), backlogs.queues(MAX_QUEUES));
        return counts(names, noted, backlogs.of(names, DUE_COUNTED, EXACT));
    }

    /** All queues, by name: those that have jobs, are served by a living node, or have something set for them. */
    public List<QueueStats> all() {
        Map<String, Map<JobStatus, Long>> noted = noted();
        Map<String, Backlog> waiting = waiting(null, noted);
        Map<String, QueueControls> set = controls.all();
        Set<String> others = new HashSet<>(set.keySet());
        others.addAll(waiting.keySet());
        nodes.nodes(settings.lease()).stream()
                .filter(NodeInfo::alive)
                .forEach(node -> node.queues().forEach(served -> others.add(served.queue())));
        return stats(names(noted.keySet(), others), noted, set, waiting);
    }

    /** One queue; empty if it has no jobs, and nothing is set for it. */
    public Optional<QueueStats> one(String queue) {
        Map<String, Map<JobStatus, Long>> noted = noted();
        Map<String, Backlog> waiting = waiting(queue, noted);
        QueueControls set = controls.controls(queue);
        Map<String, QueueControls> sets = set.equals(QueueControls.none(queue)) ? Map.of() : Map.of(queue, set);
        return stats(Set.of(queue), noted, sets, waiting).stream()
                .filter(stats -> !sets.isEmpty()
                        || noted.containsKey(queue)
                        || stats.counts().byStatus().values().stream().anyMatch(jobs -> jobs > 0))
                .findFirst();
    }

    private List<QueueStats> stats(
            Collection<String> names,
            Map<String, Map<JobStatus, Long>> noted,
            Map<String, QueueControls> set,
            Map<String, Backlog> waiting) {
        Map<String, QueueStats.Recent> recent = history.recent();
        List<QueueStats> stats = new ArrayList<>();
        for (QueueCounts each : counts(names, noted, waiting)) {
            String name = each.queue();
            stats.add(new QueueStats(
                    set.getOrDefault(name, QueueControls.none(name)),
                    each,
                    waiting.getOrDefault(name, Backlog.NONE),
                    recent.getOrDefault(name, HistoryQueries.NOTHING)));
        }
        return stats;
    }

    private List<QueueCounts> counts(
            Collection<String> names, Map<String, Map<JobStatus, Long>> noted, Map<String, Backlog> waiting) {
        Map<String, Long> running = running();
        boolean allRunning =
                running.values().stream().mapToLong(Long::longValue).sum() < RUNNING_COUNTED;
        List<QueueCounts> result = new ArrayList<>();
        for (String name : names) {
            Map<JobStatus, Long> jobs = new EnumMap<>(JobStatus.class);
            Map<JobStatus, Long> known = noted.getOrDefault(name, Map.of());
            for (JobStatus status : JobStatus.values()) {
                jobs.put(status, Math.max(0, known.getOrDefault(status, 0L)));
            }
            if (waiting.containsKey(name) || waiting.size() < MAX_QUEUES) { // of more queues, not all were looked into
                long scheduled = waiting.getOrDefault(name, Backlog.NONE).scheduled();
                jobs.merge(JobStatus.SCHEDULED, scheduled, (kept, seen) -> seen < EXACT ? seen : Math.max(kept, seen));
            }
            long runs = running.getOrDefault(name, 0L);
            jobs.merge(JobStatus.INITIALIZED, runs, (kept, seen) -> allRunning ? seen : Math.max(kept, seen));
            result.add(new QueueCounts(name, jobs));
        }
        return result;
    }

    private Map<String, Map<JobStatus, Long>> noted() {
        Map<String, Map<JobStatus, Long>> byQueue = new TreeMap<>();
        for (Map.Entry<CountKey, Long> each : counts.noted().entrySet()) {
            byQueue.computeIfAbsent(each.getKey().queue(), queue -> new EnumMap<>(JobStatus.class))
                    .merge(JobRow.toStatus(each.getKey().status()), each.getValue(), Long::sum);
        }
        return byQueue;
    }

    private static Set<String> names(Collection<String> noted, Collection<String> known) {
        TreeSet<String> names = new TreeSet<>(noted);
        names.addAll(known);
        while (names.size() > MAX_QUEUES) {
            names.pollLast();
        }
        return names;
    }

    /** What waits in a queue or, for null, in all of them. */
    private Map<String, Backlog> waiting(@Nullable String queue, Map<String, Map<JobStatus, Long>> noted) {
        Optional<Map<String, Backlog>> found =
                backlogs.quickly(queue == null ? null : Set.of(queue), MAX_QUEUES, DUE_COUNTED, EXACT);
        if (queue == null && found.isPresent()) {
            foundLast = found.get();
        }
        return found.orElseGet(() -> estimate(noted, foundLast));
    }

    /**
     * What waits, from what was noted and what was found last: while one queue takes long to look into, the others are as
     * they were, and of that one, at least what was due before is due as long as so much is scheduled.
     */
    static Map<String, Backlog> estimate(Map<String, Map<JobStatus, Long>> noted, Map<String, Backlog> foundLast) {
        Map<String, Backlog> estimates = new HashMap<>(foundLast);
        noted.forEach((queue, jobs) -> {
            long scheduled = Math.max(0, jobs.getOrDefault(JobStatus.SCHEDULED, 0L));
            Backlog found = foundLast.get(queue);
            if (found == null || found.scheduled() >= EXACT) {
                long due = Math.min(scheduled, found == null ? DUE_COUNTED : found.due());
                Duration oldest = found == null || due == 0 ? Duration.ZERO : found.oldest();
                estimates.put(queue, new Backlog(due, oldest, scheduled));
            }
        });
        return estimates;
    }

    private Map<String, Long> running() {
        Map<String, Long> running = new HashMap<>();
        for (Object each : Queries.rows(em.createNativeQuery(RUNNING))) {
            Object[] row = (Object[]) each;
            running.put((String) row[0], ((Number) row[1]).longValue());
        }
        return running;
    }
}
