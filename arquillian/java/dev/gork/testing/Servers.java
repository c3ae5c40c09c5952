package dev.gork.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Configurations of servers in the Liberty that the build has installed. */
final class Servers {
    static final Path WLP = Path.of(System.getProperty("gork.test.wlp", "target/liberty/wlp"));

    /** A test's server lives for seconds: most of what a compiler that optimises would do for it is never used. */
    static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private Servers() {}

    /** A server with the tests' configuration on this port and database; its folder. */
    static Path create(String name, int port, String url, String user) throws IOException {
        Path server = WLP.resolve("usr/servers").resolve(name);
        Files.createDirectories(server.resolve("configDropins/overrides"));
        Files.createDirectories(server.resolve("apps"));
        Files.copy(
                Path.of(System.getProperty("gork.test.config"), "server.xml"),
                server.resolve("server.xml"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.write(server.resolve("jvm.options"), SHORT_LIVED);
        shareDriver(org.postgresql.Driver.class);
        shareDriver(org.h2.Driver.class);
        Files.writeString(server.resolve("configDropins/overrides/database.xml"), """
                <server>
                  <variable name="test.database.url" value="%s" />
                  <variable name="test.database.user" value="%s" />
                  <variable name="test.database.password" value="" />
                  <variable name="http.port" value="%s" />
                </server>
                """.formatted(
                        url.replace("&", "&amp;"), user, port));
        return server;
    }

    /** A port that nobody uses. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void shareDriver(Class<?> driver) throws IOException {
        Path folder = WLP.resolve("usr/shared/resources/jdbc");
        Files.createDirectories(folder);
        try {
            Path jar = Path.of(
                    driver.getProtectionDomain().getCodeSource().getLocation().toURI());
            Path shared = folder.resolve(jar.getFileName());
            if (!Files.exists(shared)) {
                // Tests run beside each other: none may read half of it.
                Path copy = Files.copy(
                        jar, Files.createTempDirectory(folder, "copy").resolve(jar.getFileName()));
                Files.move(copy, shared, StandardCopyOption.ATOMIC_MOVE);
                Files.delete(copy.getParent());
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
