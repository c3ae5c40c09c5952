package dev.gork.console;

import dev.gork.JobInfo;
import dev.gork.concurrent.Pulse;
import dev.gork.concurrent.Threads;
import dev.gork.store.JobSearches;
import dev.gork.store.Texts;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads what viewers watch, once for all of this node's viewers and only while there are some, and sends them what has
 * changed.
 */
@ApplicationScoped
class LiveFeed {
    /** As many as one node has room for. */
    private static final int MAX_VIEWERS = 100;

    /** As many jobs are read whole with one look; each may have a long payload. */
    private static final int MAX_READ = 200;

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** What reading may take of the time, as its inverse: the more there is to read, the more seldom. */
    private static final int SHARE = 40;

    /** No longer than that, or the first look after a start, which is slow, would be the last one for a while. */
    private static final Duration LONGEST_REST = Duration.ofSeconds(5);

    /** Proxies take a silent connection for a dead one. */
    private static final Duration PING_INTERVAL = Duration.ofSeconds(15);

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @Inject
    QueueJson queues;

    @Inject
    JobSearches jobs;

    @Inject
    Privacy privacy;

    @Inject
    Threads threads;

    private final List<Viewer> viewers = new CopyOnWriteArrayList<>();
    private final List<Pulse> pulses = new ArrayList<>();

    private long restUntil = System.nanoTime();
    private volatile long readAt = System.nanoTime() - INTERVAL.toNanos();

    /** What each viewer was told last. */
    private final Map<Viewer, Told> told = new HashMap<>();

    @PostConstruct
    void start() {
        pulses.add(new Pulse("Reading for viewers", INTERVAL, threads.control(), this::read));
        pulses.add(new Pulse("Greeting viewers", PING_INTERVAL, threads.control(), this::ping));
        pulses.forEach(Pulse::start);
    }

    @PreDestroy
    void stop() {
        try {
            for (Pulse pulse : pulses) {
                pulse.stop(PATIENCE);
            }
        } catch (InterruptedException e) { // whoever stops the application is in a hurry
            Thread.currentThread().interrupt();
        }
        viewers.forEach(Viewer::close);
    }

    boolean isFull() {
        return viewers.size() >= MAX_VIEWERS;
    }

    void add(Viewer viewer) {
        viewers.add(viewer);
        if (System.nanoTime() - readAt > INTERVAL.toNanos()) { // otherwise the next look is soon enough
            pulses.get(0).wake();
        }
    }

    /** One look, for all. */
    synchronized void read() {
        dropThoseGone();
        if (viewers.isEmpty() || System.nanoTime() - restUntil < 0) {
            return;
        }
        readAt = System.nanoTime();
        viewers.forEach(viewer -> told.computeIfAbsent(viewer, each -> new Told(each.ids())));
        String all = queues.all().toString();
        Map<String, Instant> changes = changes();
        Map<String, JobInfo> read = read(changes);
        told.forEach((viewer, before) -> {
            if (before.queues(all)) {
                viewer.send("queues", all);
            }
            before.jobs(changes, read, job -> privacy.brief(job, viewer.operator()))
                    .ifPresent(news -> viewer.send("jobs", news.toString()));
        });
        long end = System.nanoTime();
        restUntil = end + Math.min((SHARE - 1) * (end - readAt), LONGEST_REST.toNanos());
    }

    private Map<String, Instant> changes() {
        Set<String> ids = told.keySet().stream()
                .flatMap(viewer -> viewer.ids().stream())
                .filter(id -> Texts.problem(id) == null)
                .collect(Collectors.toSet());
        return ids.isEmpty() ? Map.of() : jobs.lastChanges(ids);
    }

    /** Only jobs that changed are read whole, and not too many at once: the others' turn comes with the next look. */
    private Map<String, JobInfo> read(Map<String, Instant> changes) {
        Set<String> wanted = told.values().stream()
                .flatMap(before -> before.changed(changes))
                .distinct()
                .limit(MAX_READ)
                .collect(Collectors.toSet());
        return wanted.isEmpty()
                ? Map.of()
                : jobs.byId(wanted).stream().collect(Collectors.toMap(JobInfo::id, Function.identity()));
    }

    private void ping() {
        viewers.forEach(viewer -> viewer.send("ping", "{}"));
    }

    private void dropThoseGone() {
        for (Viewer viewer : viewers) {
            if (!viewer.watching()) {
                viewer.close();
                viewers.remove(viewer);
                told.remove(viewer);
            }
        }
    }
}
