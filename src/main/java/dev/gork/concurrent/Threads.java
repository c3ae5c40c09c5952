package dev.gork.concurrent;

import dev.gork.config.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextServiceDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.concurrent.ManagedThreadFactoryDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * The managed threads. They know the application's names and classes, but never the identity or the transaction of
 * whoever happened to submit the work: a job runs as the application, not as the user who enqueued it.
 */
@ApplicationScoped
@ContextServiceDefinition(
        name = "java:module/concurrent/gork/context",
        propagated = ContextServiceDefinition.APPLICATION,
        cleared = ContextServiceDefinition.ALL_REMAINING)
@ManagedScheduledExecutorDefinition(
        name = "java:module/concurrent/gork/scheduler",
        context = "java:module/concurrent/gork/context")
@ManagedExecutorDefinition(
        name = "java:module/concurrent/gork/platform",
        context = "java:module/concurrent/gork/context")
@ManagedExecutorDefinition(
        name = "java:module/concurrent/gork/virtual",
        context = "java:module/concurrent/gork/context",
        virtual = true)
@ManagedThreadFactoryDefinition(
        name = "java:module/concurrent/gork/threads",
        context = "java:module/concurrent/gork/context")
public class Threads {
    /** The heartbeat, the recorder and the watchdog may all be busy at once. */
    private static final int LASTING_THREADS = 3;

    @Resource(lookup = "java:module/concurrent/gork/threads")
    ManagedThreadFactory factory;

    @Resource(lookup = "java:module/concurrent/gork/scheduler")
    ManagedScheduledExecutorService scheduler;

    @Resource(lookup = "java:module/concurrent/gork/platform")
    ManagedExecutorService platform;

    /** Virtual threads on Java 21 and later, otherwise the same as {@link #platform}. */
    @Resource(lookup = "java:module/concurrent/gork/virtual")
    ManagedExecutorService virtual;

    @Inject
    Settings settings;

    private ScheduledThreadPoolExecutor lasting;

    @PostConstruct
    void open() {
        lasting = new ScheduledThreadPoolExecutor(LASTING_THREADS, factory);
        lasting.setRemoveOnCancelPolicy(true);
    }

    /** For what happens now and then, and need not happen any more once the server has begun to stop. */
    public ScheduledExecutorService scheduler() {
        return scheduler;
    }

    /**
     * For what has to go on until the application has stopped: outcomes, heartbeats, interrupts. When Liberty stops, its
     * managed executors refuse every task from the start of its quiesce period on (CWWKE1202E), seconds before the
     * application is told; threads of a managed factory work until the end.
     */
    public ScheduledExecutorService lasting() {
        return lasting;
    }

    /** Ends the lasting threads; nothing is left for them to do. */
    public void close() {
        lasting.shutdownNow();
    }

    /** For handlers and their observers. */
    public Executor handlers() {
        return settings.virtualThreads() ? virtual : platform;
    }
}
