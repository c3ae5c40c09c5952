package dev.gork.console;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Someone who watches, over server-sent events (HTML standard, "Server-sent events"). Written without blocking: a viewer
 * who does not read keeps nobody waiting, and is dropped once too much has piled up.
 */
final class Viewer implements WriteListener {
    /** What may wait to be read; a list of all queues and a page of jobs fit in well. */
    private static final int MAX_PENDING_BYTES = 4_000_000;

    private final AsyncContext async;
    private final ServletOutputStream out;
    private final boolean operator;
    private final Set<String> ids;
    private final BooleanSupplier signedIn;
    private final Deque<byte[]> pending = new ArrayDeque<>();
    private int pendingBytes;
    private boolean unflushed;
    private boolean closed;

    Viewer(AsyncContext async, boolean operator, Set<String> ids, BooleanSupplier signedIn) throws IOException {
        this.async = async;
        this.out = async.getResponse().getOutputStream();
        this.operator = operator;
        this.ids = ids;
        this.signedIn = signedIn;
    }

    /** Whether it may see what is hidden from viewers. */
    boolean operator() {
        return operator;
    }

    /** The jobs it watches. */
    Set<String> ids() {
        return ids;
    }

    /** Whether it is still there, and still may be. */
    synchronized boolean watching() {
        return !closed && signedIn.getAsBoolean();
    }

    /** Begins to write what comes. */
    void begin() {
        out.setWriteListener(this);
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
        } else {
            write();
        }
    }

    @Override
    public synchronized void onWritePossible() {
        write();
    }

    @Override
    public void onError(Throwable failure) { // it is gone
        close();
    }

    /** Ends it. */
    synchronized void close() {
        if (!closed) {
            closed = true;
            pending.clear();
            async.complete();
        }
    }

    private void write() {
        try {
            while (!closed && (unflushed || !pending.isEmpty()) && out.isReady()) {
                if (pending.isEmpty()) {
                    unflushed = false;
                    out.flush();
                } else {
                    byte[] next = pending.remove();
                    pendingBytes -= next.length;
                    unflushed = true;
                    out.write(next);
                }
            }
        } catch (IOException | IllegalStateException e) { // it is gone
            close();
        }
    }
}
