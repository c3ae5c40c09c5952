package dev.gork.console.live;

import dev.gork.concurrent.RecurringTask;
import dev.gork.concurrent.Threads;
import dev.gork.console.views.QueueViews;
import dev.gork.console.views.Redaction;
import dev.gork.console.views.ViewJson;
import dev.gork.jobs.JobExcerpt;
import dev.gork.payload.Texts;
import dev.gork.search.JobSearches;
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
 * The source of all event streams of this node: reads once for all of them, only while there are some, and sends each what
 * has changed.
 */
@ApplicationScoped
class LiveFeed {
    /** Open streams of one node. */
    private static final int MAX_STREAMS = 100;

    /** Jobs read at a time. */
    private static final int MAX_READ = 200;

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** Reading may take one part in so many of the time: the longer it takes, the longer is the rest after it. */
    private static final int SHARE = 40;

    /** Bounds the rest, since the first read after a start is slow. */
    private static final Duration LONGEST_REST = Duration.ofSeconds(5);

    /** Proxies close connections that are silent for long. */
    private static final Duration PING_INTERVAL = Duration.ofSeconds(15);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

    @Inject
    QueueViews queues;

    @Inject
    JobSearches jobs;

    @Inject
    Redaction redaction;

    @Inject
    Threads threads;

    private final List<EventStream> streams = new CopyOnWriteArrayList<>();
    private final List<RecurringTask> tasks = new ArrayList<>();

    private long restUntil = System.nanoTime();
    private volatile long readAt = System.nanoTime() - INTERVAL.toNanos();

    /** What each stream was sent last. */
    private final Map<EventStream, SentState> sent = new HashMap<>();

    @PostConstruct
    void start() {
        tasks.add(threads.recurring("Reading for event streams", INTERVAL, this::read));
        tasks.add(threads.recurring("SSE keep-alive", PING_INTERVAL, this::ping));
        tasks.forEach(RecurringTask::start);
    }

    @PreDestroy
    void stop() {
        try {
            for (RecurringTask task : tasks) {
                task.stop(STOP_TIMEOUT);
            }
        } catch (InterruptedException e) { // whoever stops the application is in a hurry
            Thread.currentThread().interrupt();
        }
        streams.forEach(EventStream::close);
    }

    boolean isFull() {
        return streams.size() >= MAX_STREAMS;
    }

    void add(EventStream stream) {
        streams.add(stream);
        if (System.nanoTime() - readAt > INTERVAL.toNanos()) { // otherwise the next read is soon enough
            tasks.get(0).wake();
        }
    }

    /** Reads once, and sends each stream what is new to it. */
    synchronized void read() {
        dropClosed();
        if (streams.isEmpty() || System.nanoTime() - restUntil < 0) {
            return;
        }
        readAt = System.nanoTime();
        streams.forEach(stream -> sent.computeIfAbsent(stream, each -> new SentState(each.ids())));
        String all = ViewJson.of(queues.all(""));
        Map<String, Instant> changes = changes();
        Map<String, JobExcerpt> read = read(changes);
        sent.forEach((stream, before) -> {
            if (before.queues(all)) {
                stream.send("queues", all);
            }
            before.jobs(changes, read, job -> redaction.show(job, stream.operator()))
                    .ifPresent(news -> stream.send("jobs", ViewJson.of(news)));
        });
        long end = System.nanoTime();
        restUntil = end + Math.min((SHARE - 1) * (end - readAt), LONGEST_REST.toNanos());
    }

    private Map<String, Instant> changes() {
        Set<String> ids = sent.keySet().stream()
                .flatMap(stream -> stream.ids().stream())
                .filter(id -> Texts.problem(id) == null)
                .collect(Collectors.toSet());
        return ids.isEmpty() ? Map.of() : jobs.lastChanges(ids);
    }

    /** Only jobs that changed are read, and not too many at once: the others' turn comes with the next read. */
    private Map<String, JobExcerpt> read(Map<String, Instant> changes) {
        Set<String> wanted = sent.values().stream()
                .flatMap(before -> before.changed(changes))
                .distinct()
                .limit(MAX_READ)
                .collect(Collectors.toSet());
        return wanted.isEmpty()
                ? Map.of()
                : jobs.byId(wanted).stream()
                        .collect(Collectors.toMap(job -> job.job().id(), Function.identity()));
    }

    private void ping() {
        streams.forEach(stream -> stream.send("ping", "{}"));
    }

    private void dropClosed() {
        for (EventStream stream : streams) {
            if (!stream.open()) {
                stream.close();
                streams.remove(stream);
                sent.remove(stream);
            }
        }
    }
}
