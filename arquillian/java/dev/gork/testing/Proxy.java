package dev.gork.testing;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A network before a database, which can be cut, or fall silent without closing a connection. */
public final class Proxy implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Proxy.class.getName());
    private static final int BUFFER = 8192;

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean silent;
    private volatile boolean refusing;
    private volatile int silences;

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
            inBackground(() -> forward(database, client));
            forward(client, database);
        }
    }

    private void forward(Socket from, Socket to) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (from;
                to) {
            int read;
            int madeAt = silences;
            boolean lost = false;
            while ((read = from.getInputStream().read(buffer)) >= 0) {
                lost |= silent || silences != madeAt;
                if (!lost) {
                    to.getOutputStream().write(buffer, 0, read);
                }
            }
        } finally {
            sockets.remove(from);
            sockets.remove(to);
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
