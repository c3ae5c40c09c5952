package dev.gork.testing;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** A network before a database, which can be cut, stall, or fall silent without closing a connection. */
public final class Proxy implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Proxy.class.getName());
    private static final int BUFFER = 8192;

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean silent;
    private volatile boolean refusing;
    private volatile int silences;
    private volatile Duration latency = Duration.ZERO;
    private volatile boolean stallAtCommit;
    private volatile CountDownLatch flow = new CountDownLatch(0);

    /** Before the server on this port of this machine. */
    public Proxy(int target) throws IOException {
        this.target = target;
        server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        inBackground(this::accept);
    }

    /** Where it listens. */
    public int port() {
        return server.getLocalPort();
    }

    /** From now on nothing gets through, and nobody is told. */
    public void silence() {
        silences++;
        silent = true;
    }

    /** New connections work again; those that were made before stay silent for ever, as with a firewall that forgot them. */
    public void resume() {
        silent = false;
    }

    /** From now on each answer takes this much longer, as from a database that is far away. */
    public void delay(Duration roundTrip) {
        latency = roundTrip;
    }

    /**
     * From the next commit on, which is the worst moment, everything is held up, both ways and on new connections too, and
     * nobody is told.
     */
    public void stall() {
        stallAtCommit = true;
    }

    /** Delivers what was held up, also what was sent by somebody who has closed his connection since. */
    public synchronized void heal() {
        stallAtCommit = false;
        flow.countDown();
    }

    /** Resets every connection, whatever is under way on it; new ones work. */
    public void cut() {
        sockets.forEach(Proxy::reset);
    }

    /** Resets every connection, and refuses new ones. */
    public void refuse() {
        refusing = true;
        cut();
    }

    /** New connections work again, and those that are silent are reset. */
    public void open() {
        cut();
        refusing = false;
        silent = false;
    }

    @Override
    public void close() throws IOException {
        server.close();
        sockets.forEach(Proxy::close);
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            sockets.add(client);
            inBackground(() -> connect(client));
        }
    }

    private void connect(Socket client) throws IOException {
        try (client) {
            if (refusing) {
                reset(client);
                return;
            }
            Socket database = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(database);
            inBackground(() -> forward(database, client, () -> latency));
            forward(client, database, () -> Duration.ZERO);
        }
    }

    private void forward(Socket from, Socket to, Supplier<Duration> delay) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (from;
                to) {
            int read;
            int madeAt = silences;
            boolean lost = false;
            while ((read = from.getInputStream().read(buffer)) >= 0) {
                lost |= silent || silences != madeAt;
                if (!lost) {
                    LockSupport.parkNanos(delay.get().toNanos());
                    awaitFlow(buffer, read);
                    to.getOutputStream().write(buffer, 0, read);
                }
            }
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private void awaitFlow(byte[] message, int length) throws IOException {
        if (stallAtCommit && new String(message, 0, length, StandardCharsets.ISO_8859_1).contains("COMMIT")) {
            stallNow();
        }
        try {
            flow.await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    private synchronized void stallNow() {
        if (stallAtCommit) {
            stallAtCommit = false;
            flow = new CountDownLatch(1);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void inBackground(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "A connection has ended, as connections do", e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0); // closing it then sends a reset
            socket.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "It is closed already", e);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
