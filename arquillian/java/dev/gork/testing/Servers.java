package dev.gork.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.assertj.core.api.Assertions;

/** Configurations of servers in the Liberty that the build has installed. */
final class Servers {
    static final Path WLP = Path.of(System.getProperty("gork.test.wlp", "target/liberty/wlp"));

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
        share(org.postgresql.Driver.class);
        share(org.h2.Driver.class);
        share(Assertions.class);
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

    /** Puts the library of a class where every application sees it, and none of them searches it for beans. */
    private static void share(Class<?> member) throws IOException {
        Path folder = WLP.resolve("usr/shared/resources/jdbc");
        Files.createDirectories(folder);
        try {
            Path jar = Path.of(
                    member.getProtectionDomain().getCodeSource().getLocation().toURI());
            Path shared = folder.resolve(jar.getFileName());
            if (!Files.exists(shared)) {
                // Whole at once, and never again: servers that run read it.
                Path copy = Files.createTempDirectory(folder, "copy").resolve(jar.getFileName());
                Files.copy(jar, copy);
                Files.move(copy, shared, StandardCopyOption.ATOMIC_MOVE);
                Files.delete(copy.getParent());
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
