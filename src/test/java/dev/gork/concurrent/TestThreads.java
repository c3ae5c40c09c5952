package dev.gork.concurrent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Threads without a server, for tests of what runs on them. */
public final class TestThreads extends Threads {
    private final ExecutorService handlers = Executors.newCachedThreadPool();
    private final List<RecurringTask> made = new ArrayList<>();
    private volatile boolean exhausted;

    /** None runs yet. */
    public TestThreads() {
        engine = new ScheduledThreadPoolExecutor(1);
    }

    @Override
    public RecurringTask recurring(String name, Duration interval, RecurringTask.Task task) {
        RecurringTask recurring = super.recurring(name, interval, task);
        made.add(recurring);
        return recurring;
    }

    @Override
    public Executor handlers() {
        return exhausted
                ? task -> {
                    throw new OutOfMemoryError("unable to create native thread, on purpose");
                }
                : handlers;
    }

    /** Whether there is no thread left for handlers, and what follows from them. */
    public void exhausted(boolean none) {
        exhausted = none;
    }

    /** Whether the last run of this task failed. */
    public boolean failed(String name) {
        return made.stream().anyMatch(task -> task.name().equals(name) && task.failing());
    }

    /** Ends them. */
    public void shutdown() {
        engine.shutdownNow();
        handlers.shutdownNow();
    }
}
