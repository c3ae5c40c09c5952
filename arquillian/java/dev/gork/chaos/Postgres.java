package dev.gork.chaos;

import dev.gork.testing.Signals;
import dev.gork.testing.Wait;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/** A PostgreSQL in a process of its own, which can be stopped at once and started again on the same files and port. */
final class Postgres implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final int port;
    private EmbeddedPostgres server;

    /** One whose files stay in this folder. */
    Postgres(Path folder) throws IOException {
        this.folder = folder;
        server = start(0);
        port = server.getPort();
    }

    int port() {
        return port;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(port));
    }

    /** By way of this port; what connects under this name is recorded by it. */
    static String url(int port, String name) {
        return url(port) + "&ApplicationName=" + name;
    }

    private static String url(int port) {
        return "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres";
    }

    /** Ends it without a checkpoint or a word to its clients (an immediate shutdown): it recovers from its log. */
    void stopAtOnce() throws IOException, InterruptedException {
        Path lock = folder.resolve("postmaster.pid");
        Signals.send("QUIT", Long.parseLong(Files.readAllLines(lock).get(0)));
        Wait.until("PostgreSQL has stopped", () -> !Files.exists(lock));
        server.close();
    }

    /** Starts it again; it takes connections when this returns. */
    void startAgain() throws IOException {
        server = start(port);
    }

    /** Commits are kept: what a client was told is committed survives the process. */
    private EmbeddedPostgres start(int onPort) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .setPort(onPort)
                .setPGStartupWait(PATIENCE)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
    }

    /** Stops it in order; its files stay. */
    @Override
    public void close() throws IOException {
        server.close();
    }
}
