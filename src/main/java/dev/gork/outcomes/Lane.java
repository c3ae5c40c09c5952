package dev.gork.outcomes;

import dev.gork.JobEvent;
import dev.gork.log.SafeLog;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Events that wait for their observers, which are called by a few threads, and interrupted if they take too long. */
final class Lane {
    private static final Logger LOG = SafeLog.of(Announcer.class);

    private final int threads;
    private final int capacity;
    private final Executor executor;
    private final Consumer<JobEvent> fire;
    private final Runnable whenCaughtUp;

    private final Queue<JobEvent> waiting = new ArrayDeque<>();
    private final Set<Delivery> running = new HashSet<>();
    private final Set<Delivery> elsewhere = ConcurrentHashMap.newKeySet();
    private boolean full;
    private boolean closed;

    /**
     * @param threads how many events are fired at once at most
     * @param capacity from how many waiting events on it is full
     * @param whenCaughtUp called when it was full, and half of them have been fired
     */
    Lane(int threads, int capacity, Executor executor, Consumer<JobEvent> fire, Runnable whenCaughtUp) {
        this.threads = threads;
        this.capacity = capacity;
        this.executor = executor;
        this.fire = fire;
        this.whenCaughtUp = whenCaughtUp;
    }

    void add(Collection<JobEvent> events) {
        int wanted;
        synchronized (this) {
            waiting.addAll(events);
            full = full || waiting.size() >= capacity;
            wanted = Math.min(waiting.size(), threads - running.size());
        }
        for (int i = 0; i < wanted; i++) {
            startDelivery();
        }
    }

    synchronized boolean full() {
        return full;
    }

    /** How many events wait, or are being fired. */
    synchronized int waiting() {
        return waiting.size() + running.size();
    }

    /** Fires an event on the current thread, beside those that wait. */
    void fireHere(JobEvent event) {
        Delivery delivery = new Delivery();
        elsewhere.add(delivery);
        try {
            delivery.fire(event);
        } finally {
            elsewhere.remove(delivery);
        }
    }

    /** Interrupts observers that take longer than this, once each. */
    synchronized void interruptSlow(Duration timeout) {
        running.forEach(delivery -> delivery.interruptIfSlow(timeout));
        elsewhere.forEach(delivery -> delivery.interruptIfSlow(timeout));
    }

    /** Fires nothing more, and interrupts what is being fired: what observers need ends with the application. */
    synchronized void close() {
        closed = true;
        running.forEach(Delivery::interrupt);
    }

    private void startDelivery() {
        Delivery delivery = new Delivery();
        synchronized (this) {
            if (closed || waiting.isEmpty() || running.size() >= threads) {
                return;
            }
            running.add(delivery);
        }
        try {
            executor.execute(delivery);
        } catch (RejectedExecutionException | OutOfMemoryError e) { // the server stops, or there is no thread left
            synchronized (this) {
                running.remove(delivery);
            }
            LOG.log(Level.WARNING, "No thread to fire events on; they wait for the next one", e);
        }
    }

    private @Nullable JobEvent next(Delivery delivery) {
        JobEvent event;
        boolean caughtUp;
        synchronized (this) {
            event = closed ? null : waiting.poll();
            caughtUp = full && waiting.size() <= capacity / 2;
            if (caughtUp) {
                full = false;
            }
            if (event == null) {
                running.remove(delivery);
            }
        }
        if (caughtUp) {
            whenCaughtUp.run();
        }
        return event;
    }

    /** One of its threads, from the first event to the last that waits. */
    private final class Delivery implements Runnable {
        private @Nullable Thread thread;
        private @Nullable JobEvent event;
        private long startedNanos;
        private boolean interrupted;

        @Override
        public void run() {
            JobEvent each;
            while ((each = next(this)) != null) {
                fire(each);
            }
        }

        void fire(JobEvent each) {
            begin(each);
            try {
                fire.accept(each);
            } catch (Throwable e) { // no observer's, whose failures are logged where they are called
                LOG.log(Level.ERROR, "An event of job '" + each.id() + "' could not be fired", e);
            } finally {
                end();
            }
        }

        private synchronized void begin(JobEvent next) {
            thread = Thread.currentThread();
            event = next;
            startedNanos = System.nanoTime();
            interrupted = false;
        }

        /** From here on no interrupt can hit what the thread does next. */
        private synchronized void end() {
            thread = null;
            Thread.interrupted();
        }

        synchronized void interruptIfSlow(Duration timeout) {
            if (thread != null
                    && event != null
                    && !interrupted
                    && System.nanoTime() - startedNanos > timeout.toNanos()) {
                interrupted = true;
                LOG.log(
                        Level.WARNING,
                        "Interrupting the observers of {0} of job ''{1}'': they take longer than the {2} ms that queue"
                                + " ''{3}'' has for a handler",
                        event.getClass().getSimpleName(),
                        event.id(),
                        timeout.toMillis(),
                        event.queue());
                thread.interrupt();
            }
        }

        synchronized void interrupt() {
            if (thread != null) {
                thread.interrupt();
            }
        }
    }
}
