package dev.gork.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Starts the database of this test run, and tells the server where it is, before anything else happens. */
public class Databases implements LauncherSessionListener {
    private EmbeddedPostgres postgres;

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        String kind = System.getProperty("arquillian.launch");
        if (kind == null) {
            return; // unit tests need none
        }
        try {
            if (kind.equals("postgresql")) {
                postgres = EmbeddedPostgres.builder().start();
                configure(kind, "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres", "postgres");
            } else {
                Path file = Files.createTempDirectory("gork-h2").resolve("jobs");
                configure(kind, "jdbc:h2:async:" + file + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE", "sa");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        if (postgres != null) {
            try {
                postgres.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Neither port nor name is a fixed one, so that builds beside each other do not meet. */
    private static void configure(String kind, String url, String user) throws IOException {
        System.setProperty("gork.test.database.url", url);
        System.setProperty("gork.test.database.user", user);
        int port = Servers.freePort();
        String server = kind + "-" + port;
        System.setProperty("gork.test.port", String.valueOf(port)); // arquillian.xml reads both
        System.setProperty("gork.test.server", server);
        Servers.create(server, port, url, user);
    }
}
