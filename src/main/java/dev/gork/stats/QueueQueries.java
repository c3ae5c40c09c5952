package dev.gork.stats;

import dev.gork.JobStatus;
import dev.gork.QueueCounts;
import dev.gork.QueueOverrides;
import dev.gork.database.BoundedQuery;
import dev.gork.database.Database;
import dev.gork.database.Sql;
import dev.gork.jobs.JobRow;
import dev.gork.queues.QueueStore;
import dev.gork.stats.StatsBuffer.CountKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
                SELECT queue FROM ONLY jobs WHERE status = 'initialized' FETCH FIRST %s ROWS ONLY) AS running
            GROUP BY queue""".formatted(RUNNING_COUNTED);

    @Inject
    Sql sql;

    @Inject
    Database database;

    @Inject
    QueueDepths depths;

    @Inject
    CountStore counts;

    @Inject
    QueueStore overrides;

    @Inject
    HistoryQueries history;

    /** What waited in all queues, for when it takes too long to find out. */
    private volatile Map<String, QueueDepth> foundLast = Map.of();

    /**
     * The queues that are listed.
     *
     * @param queues by name
     * @param total how many there are
     */
    public record Listing(List<QueueStats> queues, int total) {}

    /** How many jobs each queue has in each status, by queue. */
    public List<QueueCounts> counts() {
        Map<String, Map<JobStatus, Long>> noted = noted();
        Set<String> names = new TreeSet<>(noted.keySet());
        names.addAll(depths.queues(MAX_QUEUES));
        Set<String> listed = first(names, Comparator.comparingLong(name -> -unfinished(noted, name)));
        return counts(listed, noted, depths.of(listed, DUE_COUNTED, EXACT));
    }

    /**
     * The queues that have jobs, are served by a living node, or have something set for them. Of more than
     * {@link #MAX_QUEUES}, those that need a look are listed first: failing ones, paused ones, then those with most to do.
     *
     * @param part a part of their names, in whatever case; empty for all
     * @param served the queues that living nodes serve
     */
    public Listing list(String part, Set<String> served) {
        Map<String, Map<JobStatus, Long>> noted = noted();
        Map<String, QueueDepth> waiting = waiting(null, noted);
        Map<String, QueueOverrides> set = overrides.all();
        Set<String> names = new TreeSet<>(noted.keySet());
        names.addAll(set.keySet());
        names.addAll(waiting.keySet());
        names.addAll(served);
        String wanted = part.toLowerCase(Locale.ROOT);
        names.removeIf(name -> !name.toLowerCase(Locale.ROOT).contains(wanted));
        Set<String> listed = first(names, needingALook(noted, set, history.recent()));
        return new Listing(stats(listed, noted, set, withThoseNotSeen(listed, waiting, noted)), names.size());
    }

    private static Comparator<String> needingALook(
            Map<String, Map<JobStatus, Long>> noted,
            Map<String, QueueOverrides> set,
            Map<String, QueueStats.Recent> recent) {
        Comparator<String> failing = Comparator.comparingLong(
                name -> -recent.getOrDefault(name, HistoryQueries.NOTHING).failedLastHour());
        Comparator<String> paused = Comparator.comparing(
                name -> !set.getOrDefault(name, QueueOverrides.none(name)).paused());
        return failing.thenComparing(paused).thenComparingLong(name -> -unfinished(noted, name));
    }

    private static long unfinished(Map<String, Map<JobStatus, Long>> noted, String queue) {
        Map<JobStatus, Long> jobs = noted.getOrDefault(queue, Map.of());
        return jobs.getOrDefault(JobStatus.SCHEDULED, 0L) + jobs.getOrDefault(JobStatus.INITIALIZED, 0L);
    }

    /** As many as are listed, the first ones by this order and, where it says nothing, by name. */
    private static Set<String> first(Set<String> names, Comparator<String> order) {
        return names.size() <= MAX_QUEUES
                ? names
                : names.stream()
                        .sorted(order.thenComparing(Comparator.naturalOrder()))
                        .limit(MAX_QUEUES)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What waits was looked for in the first queues by name: the others that are listed are looked into now. */
    private Map<String, QueueDepth> withThoseNotSeen(
            Set<String> listed, Map<String, QueueDepth> waiting, Map<String, Map<JobStatus, Long>> noted) {
        if (waiting.size() < MAX_QUEUES) {
            return waiting;
        }
        Set<String> others = new TreeSet<>(listed);
        others.removeIf(name -> waiting.containsKey(name) || unfinished(noted, name) <= 0);
        Map<String, QueueDepth> all = new HashMap<>(waiting);
        depths.quickly(others, others.size(), DUE_COUNTED, EXACT).ifPresent(all::putAll);
        return all;
    }

    /** One queue; empty if it has no jobs, and nothing is set for it. */
    public Optional<QueueStats> one(String queue) {
        Map<String, Map<JobStatus, Long>> noted = noted();
        Map<String, QueueDepth> waiting = waiting(queue, noted);
        QueueOverrides set = overrides.overrides(queue);
        Map<String, QueueOverrides> sets = set.equals(QueueOverrides.none(queue)) ? Map.of() : Map.of(queue, set);
        return stats(Set.of(queue), noted, sets, waiting).stream()
                .filter(stats -> !sets.isEmpty()
                        || noted.containsKey(queue)
                        || stats.counts().byStatus().values().stream().anyMatch(jobs -> jobs > 0))
                .findFirst();
    }

    private List<QueueStats> stats(
            Collection<String> names,
            Map<String, Map<JobStatus, Long>> noted,
            Map<String, QueueOverrides> set,
            Map<String, QueueDepth> waiting) {
        Map<String, QueueStats.Recent> recent = history.recent();
        List<QueueStats> stats = new ArrayList<>();
        for (QueueCounts each : counts(names, noted, waiting)) {
            String name = each.queue();
            stats.add(new QueueStats(
                    set.getOrDefault(name, QueueOverrides.none(name)),
                    each,
                    waiting.getOrDefault(name, QueueDepth.NONE),
                    recent.getOrDefault(name, HistoryQueries.NOTHING)));
        }
        return stats;
    }

    private List<QueueCounts> counts(
            Collection<String> names, Map<String, Map<JobStatus, Long>> noted, Map<String, QueueDepth> waiting) {
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
                long scheduled = waiting.getOrDefault(name, QueueDepth.NONE).scheduled();
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

    /** What waits in a queue or, for null, in all of them. */
    private Map<String, QueueDepth> waiting(@Nullable String queue, Map<String, Map<JobStatus, Long>> noted) {
        Optional<Map<String, QueueDepth>> found =
                depths.quickly(queue == null ? null : Set.of(queue), MAX_QUEUES, DUE_COUNTED, EXACT);
        if (queue == null && found.isPresent()) {
            foundLast = found.get();
        }
        return found.orElseGet(() -> estimate(noted, foundLast));
    }

    /**
     * What waits, from what was noted and what was found last: while one queue takes long to look into, the others are as
     * they were, and of that one, at least what was due before is due as long as so much is scheduled.
     */
    static Map<String, QueueDepth> estimate(
            Map<String, Map<JobStatus, Long>> noted, Map<String, QueueDepth> foundLast) {
        Map<String, QueueDepth> estimates = new HashMap<>(foundLast);
        noted.forEach((queue, jobs) -> {
            long scheduled = Math.max(0, jobs.getOrDefault(JobStatus.SCHEDULED, 0L));
            QueueDepth found = foundLast.get(queue);
            if (found == null || found.scheduled() >= EXACT) {
                long due = Math.min(scheduled, found == null ? DUE_COUNTED : found.due());
                Duration oldest = found == null || due == 0 ? Duration.ZERO : found.oldest();
                estimates.put(queue, new QueueDepth(due, oldest, scheduled));
            }
        });
        return estimates;
    }

    private Map<String, Long> running() {
        Map<String, Long> running = new HashMap<>();
        for (Object each : BoundedQuery.rows(sql.query(database.dialect().own(RUNNING)))) {
            Object[] row = (Object[]) each;
            running.put((String) row[0], ((Number) row[1]).longValue());
        }
        return running;
    }
}
