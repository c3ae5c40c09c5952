package dev.gork.concurrent;

import dev.gork.config.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextServiceDefinition;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.concurrent.ManagedThreadFactoryDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The managed threads. They know the application's names and classes, but never the identity, the transaction or the
 * context of whoever happened to enqueue a job: a job runs as the application.
 *
 * <p>They come from managed thread factories, not from managed executors, for two reasons. Liberty's executors share one
 * pool that grows slowly, so that handlers that block keep the heartbeat from running, and a living node is taken for
 * dead. And when Liberty stops, they refuse every task from the start of its quiesce period on (CWWKE1202E), seconds
 * before the application is told, so that outcomes would be lost.
 *
 * <p>A managed scheduled executor only says when it is time for what may wait: polls and chores. What its ticks start
 * runs on the threads, and ticks that do not come are made up for.
 *
 * <p>Transactions are left unchanged, and there is none on a new thread. Cleared, each thread would have a local
 * transaction of Liberty's for as long as it lives, which keeps what was used outside a transaction, also after it was
 * closed: idle threads would use up the pool, and a job could commit what an earlier one had left behind.
 *
 * <p>Their names say where the jar belongs: in the lib folder of an EAR there is no module for them, and the server's
 * refusal (CWNEN1002E), which comes before any code of gork's could run, says their names.
 */
@ApplicationScoped
@ContextServiceDefinition(
        name = "java:module/concurrent/gork-jar-belongs-in-WEB-INF-lib/context",
        propagated = ContextServiceDefinition.APPLICATION,
        unchanged = ContextServiceDefinition.TRANSACTION,
        cleared = ContextServiceDefinition.ALL_REMAINING)
@ManagedScheduledExecutorDefinition(
        name = "java:module/concurrent/gork-jar-belongs-in-WEB-INF-lib/ticks",
        context = "java:module/concurrent/gork-jar-belongs-in-WEB-INF-lib/context")
@ManagedThreadFactoryDefinition(
        name = "java:module/concurrent/gork-jar-belongs-in-WEB-INF-lib/platform",
        context = "java:module/concurrent/gork-jar-belongs-in-WEB-INF-lib/context")
@ManagedThreadFactoryDefinition(
        name = "java:module/concurrent/gork-jar-belongs-in-WEB-INF-lib/virtual",
        context = "java:module/concurrent/gork-jar-belongs-in-WEB-INF-lib/context",
        virtual = true)
public class Threads {
    /** Beside a thread for each task, for they may all be busy, one for what is done once, such as ending a connection. */
    private static final int SPARE_THREADS = 1;

    private static final Duration LOOK_FOR_LATE_TICKS = Duration.ofSeconds(1);

    private static final int KEEP_ALIVE_SECONDS = 60;

    /** From then on a factory asked for virtual threads gives some. */
    private static final int FIRST_JAVA_WITH_VIRTUAL_THREADS = 21;

    @Resource(lookup = "java:module/concurrent/gork-jar-belongs-in-WEB-INF-lib/platform")
    ManagedThreadFactory platform;

    @Resource(lookup = "java:module/concurrent/gork-jar-belongs-in-WEB-INF-lib/virtual")
    ManagedThreadFactory virtual;

    @Resource(lookup = "java:module/concurrent/gork-jar-belongs-in-WEB-INF-lib/ticks")
    ManagedScheduledExecutorService ticks;

    @Inject
    Settings settings;

    private final List<RecurringTask> tasks = new CopyOnWriteArrayList<>();
    ScheduledThreadPoolExecutor engine;
    private ThreadPoolExecutor pool;

    @PostConstruct
    void open() {
        engine = new ScheduledThreadPoolExecutor(SPARE_THREADS, platform);
        engine.setRemoveOnCancelPolicy(true);
        engine.scheduleWithFixedDelay(this::tickIfLate, 0, LOOK_FOR_LATE_TICKS.toMillis(), TimeUnit.MILLISECONDS);
        // Its bound is the queues' slots, each of which is one task, a few groups of events, and the console's viewers.
        pool = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), platform);
    }

    /** For what keeps the node going: claims, outcomes, heartbeats, interrupts, chores. */
    public ScheduledExecutorService engineExecutor() {
        return engine;
    }

    /**
     * Makes a task with a thread of its own among these, not started yet. Its ticks come from the server's scheduler:
     * they are late where that has no thread to spare, and by a few seconds where it gives none.
     */
    public RecurringTask tickedByServer(String name, Duration interval, RecurringTask.Task task) {
        return recurring(name, interval, task).tickedBy(ticks);
    }

    /** Makes a task with a thread of its own among these, not started yet. Its ticks come from them, too. */
    public synchronized RecurringTask recurring(String name, Duration interval, RecurringTask.Task task) {
        RecurringTask recurring = new RecurringTask(name, interval, engine, task);
        tasks.add(recurring);
        engine.setCorePoolSize(SPARE_THREADS + tasks.size());
        // Once the machine has no thread left, it is too late to ask for those that keep the node going.
        engine.prestartAllCoreThreads();
        return recurring;
    }

    private void tickIfLate() {
        try {
            tasks.forEach(RecurringTask::tickIfLate);
        } catch (Throwable e) {
            // For want of memory, perhaps; but thrown on, it would be the last look.
        }
    }

    /** Returns the names of the tasks that hang, so that their work is no longer done. */
    public List<String> hanging() {
        return tasks.stream()
                .filter(task -> !task.alive())
                .map(RecurringTask::name)
                .toList();
    }

    /** Has every task that backs off try at once: the database may be back. */
    public void retryNow() {
        tasks.forEach(RecurringTask::retryNow);
    }

    /** For handlers, and what follows from them: on virtual threads where there are some. */
    public Executor handlers() {
        boolean useVirtual =
                settings.virtualThreads() && Runtime.version().feature() >= FIRST_JAVA_WITH_VIRTUAL_THREADS;
        return useVirtual ? task -> virtual.newThread(task).start() : pool;
    }

    /** For what may block for long, and must keep nobody else waiting: a thread for each, for as long as it takes. */
    public Executor blocking() {
        return pool;
    }

    /** Ends them, after all who observe the end of the application and may still need them. */
    void close(
            @Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) @BeforeDestroyed(ApplicationScoped.class)
                    Object application) {
        engine.shutdownNow();
        pool.shutdownNow();
    }
}
