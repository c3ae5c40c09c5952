package dev.gork.console.live;

import dev.gork.log.SafeLog;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An open connection for server-sent events (HTML standard, "Server-sent events"). A browser that does not read delays
 * nobody else, and is dropped once too much has piled up: events are written by a thread of another pool, while there is
 * something to write. Not by a WriteListener: Liberty's output stream says that it is ready, and blocks.
 */
final class EventStream {
    private static final Logger LOG = SafeLog.of(EventStream.class);

    /** The most that may wait to be written; a list of all queues and a page of jobs fit in well. */
    private static final int MAX_PENDING_BYTES = 4_000_000;

    private final AsyncContext async;
    private final ServletOutputStream out;
    private final boolean operator;
    private final Set<String> ids;
    private final BooleanSupplier signedIn;
    private final Executor writers;
    private final Deque<byte[]> pending = new ArrayDeque<>();
    private int pendingBytes;
    private boolean writing;
    private boolean closed;
    private boolean ended;

    EventStream(AsyncContext async, boolean operator, Set<String> ids, BooleanSupplier signedIn, Executor writers)
            throws IOException {
        this.async = async;
        this.out = async.getResponse().getOutputStream();
        this.operator = operator;
        this.ids = ids;
        this.signedIn = signedIn;
        this.writers = writers;
    }

    /** Returns whether the caller may see what is hidden from viewers. */
    boolean operator() {
        return operator;
    }

    /** Returns the jobs to send changes of. */
    Set<String> ids() {
        return ids;
    }

    /** Returns whether the connection is open, and its caller still signed in. */
    synchronized boolean open() {
        return !closed && signedIn.getAsBoolean();
    }

    /** Sends an event; its data is one line. */
    synchronized void send(String event, String data) {
        if (closed) {
            return;
        }
        byte[] bytes = ("event: " + event + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
        pending.add(bytes);
        pendingBytes += bytes.length;
        if (pendingBytes > MAX_PENDING_BYTES) {
            close();
        } else if (!writing) {
            writing = true;
            try {
                writers.execute(this::write);
            } catch (RejectedExecutionException | IllegalStateException | OutOfMemoryError e) { // no thread to be had
                writing = false;
                close();
            }
        }
    }

    /** Ends it, as soon as what is being written is. */
    synchronized void close() {
        closed = true;
        pending.clear();
        pendingBytes = 0;
        if (!writing) {
            end();
        }
    }

    private void write() {
        try {
            for (byte[] next = next(); next != null; next = next()) {
                out.write(next);
                out.flush();
            }
        } catch (IOException | RuntimeException e) { // the browser is gone
            synchronized (this) {
                writing = false;
                close();
            }
        }
    }

    /** What to write next; null if there is nothing, and then nobody writes any more. */
    private synchronized byte @Nullable [] next() {
        byte[] next = pending.poll();
        if (next == null) {
            writing = false;
            if (closed) {
                end();
            }
            return null;
        }
        pendingBytes -= next.length;
        return next;
    }

    private void end() {
        if (!ended) {
            ended = true;
            try {
                async.complete();
            } catch (RuntimeException e) { // the container was faster
                LOG.log(Level.DEBUG, "An event stream was closed already", e);
            }
        }
    }
}
