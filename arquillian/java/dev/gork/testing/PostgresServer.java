package dev.gork.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;

/** A PostgreSQL of a test's own, which can be stopped, crash, be started again, and have a standby. */
public final class PostgresServer implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final Path data;
    private final int port;
    private EmbeddedPostgres server;

    private PostgresServer(Path data) throws IOException {
        this.data = data;
        this.port = Servers.freePort();
    }

    /** A new one, running. */
    public static PostgresServer create() throws IOException {
        return create(Files.createTempDirectory("gork-postgres").resolve("data"));
    }

    /** A new one, running, whose files stay in this folder. */
    public static PostgresServer create(Path data) throws IOException {
        return new PostgresServer(data).start();
    }

    /** A new one, running, with the user and database "shop" and a table that handlers write to. */
    public static PostgresServer createShop() throws IOException, SQLException {
        PostgresServer server = create();
        server.run("postgres", "CREATE ROLE shop LOGIN", "CREATE DATABASE shop OWNER shop");
        server.run("shop", "CREATE TABLE ledger (job varchar)", "GRANT ALL ON ledger TO shop");
        return server;
    }

    /** Starts it where it left off. What it says is committed survives its process. */
    public PostgresServer start() throws IOException {
        server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setPGStartupWait(TIMEOUT)
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
        return this;
    }

    /** A running standby that follows this one. It is made from a copy of the files, for which this one stops briefly. */
    public PostgresServer standby() throws IOException {
        stop();
        PostgresServer standby = new PostgresServer(data.resolveSibling("standby-" + Servers.freePort()));
        copy(data, standby.data);
        Files.createFile(standby.data.resolve("standby.signal"));
        Files.writeString(
                standby.data.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=localhost port=" + port + " user=postgres'\n");
        start();
        return standby.start();
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** A connection of an administrator's. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://localhost:" + port + "/" + database, "postgres", "");
    }

    /** Runs statements as an administrator. */
    public void run(String database, String... statements) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    /** The first column of the first row. */
    public String text(String database, String query) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Stops it in order, with all connections. */
    public void stop() throws IOException {
        server.close();
    }

    /** Ends it at once, as after a crash (an immediate shutdown): it has to recover when it starts. */
    public void crash() throws IOException, InterruptedException {
        Path lock = data.resolve("postmaster.pid");
        Signals.send("QUIT", Long.parseLong(Files.readAllLines(lock).get(0)));
        Wait.until("PostgreSQL on port " + port + " has ended", () -> !Files.exists(lock));
        server.close();
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file).toString()),
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
