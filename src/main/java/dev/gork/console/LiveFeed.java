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
import jakarta.json.JsonArrayBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what viewers watch, once for all of this node's viewers and only while there are some, and sends them what has
 * changed.
 */
@ApplicationScoped
class LiveFeed {
    /** As many as one node has room for. */
    private static final int MAX_VIEWERS = 100;

    private static final Duration INTERVAL = Duration.ofSeconds(1);

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

    private volatile long readAt = System.nanoTime() - INTERVAL.toNanos();

    /** What each viewer was told last. */
    private final Map<Viewer, Told> told = new HashMap<>();

    private static final class Told {
        private @Nullable String queues;
        private final Map<String, Instant> jobs = new HashMap<>();
    }

    @PostConstruct
    void start() {
        pulses.add(new Pulse("Reading for viewers", INTERVAL, threads.control(), this::read));
        pulses.add(new Pulse("Greeting viewers", PING_INTERVAL, threads.control(), this::ping));
        pulses.forEach(Pulse::start);
    }

    @PreDestroy
    void stop() throws InterruptedException {
        for (Pulse pulse : pulses) {
            pulse.stop(PATIENCE);
        }
        viewers.forEach(Viewer::close);
    }

    boolean isFull() {
        return viewers.size() >= MAX_VIEWERS;
    }

    void add(Viewer viewer) {
        viewers.add(viewer);
        viewer.begin();
        if (System.nanoTime() - readAt > INTERVAL.toNanos()) { // otherwise the next look is soon enough
            pulses.get(0).wake();
        }
    }

    /** One look, for all. */
    synchronized void read() {
        dropThoseGone();
        if (viewers.isEmpty()) {
            return;
        }
        readAt = System.nanoTime();
        List<Viewer> watching = List.copyOf(viewers);
        String all = queues.all().toString();
        Set<String> ids = watching.stream()
                .flatMap(viewer -> viewer.ids().stream())
                .filter(id -> Texts.problem(id) == null)
                .collect(Collectors.toSet());
        Map<String, Instant> changes = ids.isEmpty() ? Map.of() : jobs.lastChanges(ids);
        Map<String, JobInfo> read = read(watching, changes);
        for (Viewer viewer : watching) {
            Told before = told.computeIfAbsent(viewer, each -> new Told());
            if (!all.equals(before.queues)) {
                before.queues = all;
                viewer.send("queues", all);
            }
            tell(viewer, before, changes, read);
        }
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

    /** Only jobs that changed are read whole. */
    private Map<String, JobInfo> read(Collection<Viewer> watching, Map<String, Instant> changes) {
        Set<String> wanted = watching.stream()
                .flatMap(viewer -> viewer.ids().stream().filter(id -> {
                    Told before = told.get(viewer);
                    Instant last = before == null ? null : before.jobs.get(id);
                    return changes.containsKey(id) && !changes.get(id).equals(last);
                }))
                .collect(Collectors.toSet());
        return wanted.isEmpty()
                ? Map.of()
                : jobs.byId(wanted).stream().collect(Collectors.toMap(JobInfo::id, job -> job));
    }

    private void tell(Viewer viewer, Told before, Map<String, Instant> changes, Map<String, JobInfo> read) {
        JsonArrayBuilder changed = JobJson.JSON.createArrayBuilder();
        JsonArrayBuilder deleted = JobJson.JSON.createArrayBuilder();
        boolean news = false;
        for (String id : viewer.ids()) {
            JobInfo job = read.get(id);
            Instant last = before.jobs.get(id);
            if (!changes.containsKey(id) && last != null) {
                before.jobs.remove(id);
                deleted.add(id);
                news = true;
            } else if (job != null && !job.updatedAt().equals(last)) {
                before.jobs.put(id, job.updatedAt());
                changed.add(privacy.show(job, viewer.operator()));
                news = true;
            }
        }
        if (news) {
            viewer.send(
                    "jobs",
                    JobJson.JSON
                            .createObjectBuilder()
                            .add("jobs", changed)
                            .add("deleted", deleted)
                            .build()
                            .toString());
        }
    }
}
