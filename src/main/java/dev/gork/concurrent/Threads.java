package dev.gork.concurrent;

import dev.gork.config.Settings;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextServiceDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

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
public class Threads {
    @Resource(lookup = "java:module/concurrent/gork/scheduler")
    ManagedScheduledExecutorService scheduler;

    @Resource(lookup = "java:module/concurrent/gork/platform")
    ManagedExecutorService platform;

    /** Virtual threads on Java 21 and later, otherwise the same as {@link #platform}. */
    @Resource(lookup = "java:module/concurrent/gork/virtual")
    ManagedExecutorService virtual;

    @Inject
    Settings settings;

    /** For what happens now and then, or later. */
    public ScheduledExecutorService scheduler() {
        return scheduler;
    }

    /** For handlers and their observers. */
    public Executor handlers() {
        return settings.virtualThreads() ? virtual : platform;
    }
}
