package dev.gork.concurrent;

import dev.gork.config.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextServiceDefinition;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.concurrent.ManagedThreadFactoryDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
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
 * <p>Transactions are left unchanged, and there is none on a new thread. Cleared, each thread would have a local
 * transaction of Liberty's for as long as it lives, which keeps what was used outside a transaction, also after it was
 * closed: idle threads would use up the pool, and a job could commit what an earlier one had left behind.
 */
@ApplicationScoped
@ContextServiceDefinition(
        name = "java:module/concurrent/gork/context",
        propagated = ContextServiceDefinition.APPLICATION,
        unchanged = ContextServiceDefinition.TRANSACTION,
        cleared = ContextServiceDefinition.ALL_REMAINING)
@ManagedThreadFactoryDefinition(
        name = "java:module/concurrent/gork/platform",
        context = "java:module/concurrent/gork/context")
@ManagedThreadFactoryDefinition(
        name = "java:module/concurrent/gork/virtual",
        context = "java:module/concurrent/gork/context",
        virtual = true)
public class Threads {
    /** Poller, recorder, heartbeat, watchdog, the two that wake and listen, and seven chores may all be busy at once. */
    private static final int CONTROL_THREADS = 13;

    /** How many failed jobs' observers are told at once: a mass failure must not use up the connection pool. */
    private static final int TELLERS = 10;

    private static final int KEEP_ALIVE_SECONDS = 60;

    /** From then on a factory asked for virtual threads gives some. */
    private static final int FIRST_JAVA_WITH_VIRTUAL_THREADS = 21;

    @Resource(lookup = "java:module/concurrent/gork/platform")
    ManagedThreadFactory platform;

    @Resource(lookup = "java:module/concurrent/gork/virtual")
    ManagedThreadFactory virtual;

    @Inject
    Settings settings;

    private ScheduledThreadPoolExecutor control;
    private ThreadPoolExecutor pool;
    private ThreadPoolExecutor tellers;

    @PostConstruct
    void open() {
        control = new ScheduledThreadPoolExecutor(CONTROL_THREADS, platform);
        control.setRemoveOnCancelPolicy(true);
        // Its bound is the queues' slots, each of which is one task, a few groups of events, and the console's viewers.
        pool = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), platform);
        tellers = new ThreadPoolExecutor(
                TELLERS, TELLERS, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), platform);
        tellers.allowCoreThreadTimeOut(true);
    }

    /** For what keeps the node going: claims, outcomes, heartbeats, interrupts, chores. */
    public ScheduledExecutorService control() {
        return control;
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

    /** For the observers of failed jobs, a few at once; they may take their time. */
    public Executor tellers() {
        return tellers;
    }

    /** Ends them, after all who observe the end of the application and may still need them. */
    void close(
            @Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) @BeforeDestroyed(ApplicationScoped.class)
                    Object application) {
        control.shutdownNow();
        pool.shutdownNow();
        tellers.shutdownNow();
    }
}
