package dev.gork.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The network between a node and the database, byte by byte, which can be cut. */
final class Proxy implements AutoCloseable {
    private static final int BACKLOG = 100;
    private static final int BUFFER = 16_384;

    private enum State {
        OPEN,
        REFUSING,
        SILENT
    }

    private final ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private State state = State.OPEN;

    /** In front of this port. */
    Proxy(int target) throws IOException {
        this.target = target;
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Resets every connection, whatever is under way on it; new ones are fine. */
    void cut() {
        sockets.forEach(Proxy::reset);
    }

    /** Resets every connection, and refuses new ones. */
    void refuse() {
        change(State.REFUSING);
        cut();
    }

    /** Lets nothing through in either direction, and tells nobody: a network that is gone. */
    void silence() {
        change(State.SILENT);
    }

    /** Lets everything through again; what had fallen silent is reset. */
    void open() {
        cut();
        change(State.OPEN);
    }

    private synchronized void change(State next) {
        state = next;
        notifyAll();
    }

    private synchronized State awaitSound() throws InterruptedException {
        while (state == State.SILENT) {
            wait();
        }
        return state;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                sockets.add(client);
                start(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        try {
            if (awaitSound() == State.REFUSING || client.isClosed()) {
                throw new IOException("refused");
            }
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(server);
            start(() -> pump(server, client));
            pump(client, server);
        } catch (IOException | InterruptedException refused) {
            end(client);
        }
    }

    /** From one to the other until either ends; then both do. */
    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                awaitSound();
                out.write(buffer, 0, length);
            }
        } catch (IOException | InterruptedException cut) {
            reset(to); // a reset is passed on as one
        } finally {
            end(from);
            end(to);
        }
    }

    private void end(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException gone) {
            // it is closed either way
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0); // closing it then sends a reset
            socket.close();
        } catch (IOException gone) {
            // it is closed either way
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }
}
