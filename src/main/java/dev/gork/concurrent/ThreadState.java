package dev.gork.concurrent;

import org.jspecify.annotations.Nullable;

/**
 * What foreign code can change of the thread that it runs on, and would leave to whatever runs there next.
 *
 * @param loader where the application's classes are found
 * @param name the thread's name
 * @param priority its priority
 */
public record ThreadState(@Nullable ClassLoader loader, String name, int priority) {

    /** Notes how the current thread is. */
    public static ThreadState capture() {
        Thread thread = Thread.currentThread();
        return new ThreadState(thread.getContextClassLoader(), thread.getName(), thread.getPriority());
    }

    /** Makes the current thread like that again. */
    public void restore() {
        Thread thread = Thread.currentThread();
        if (thread.getContextClassLoader() != loader) {
            thread.setContextClassLoader(loader);
        }
        if (!thread.getName().equals(name)) {
            thread.setName(name);
        }
        if (thread.getPriority() != priority) {
            thread.setPriority(priority);
        }
    }
}
