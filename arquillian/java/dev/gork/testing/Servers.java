package dev.gork.testing;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.assertj.core.api.Assertions;

/** Configurations of servers in the Liberty that the build has installed. */
final class Servers {
    static final Path WLP = Path.of(System.getProperty("gork.test.wlp", "target/liberty/wlp"));

    /**
     * It lives for minutes: most of what an optimising compiler would do for it is never used, and two cores have to do it.
     * Nor is its code of unknown origin.
     */
    private static final List<String> SHORT_LIVED = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-BytecodeVerificationRemote");

    private Servers() {}

    /** A server with the tests' configuration on this port and database; its folder. */
    static Path create(String name, int port, String url, String user) throws IOException {
        Path server = create(name, Path.of(System.getProperty("gork.test.config"), "server.xml"));
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

    /** A server with this configuration; its folder. */
    static Path create(String name, Path configuration) throws IOException {
        Path server = WLP.resolve("usr/servers").resolve(name);
        Files.createDirectories(server.resolve("configDropins/overrides"));
        Files.createDirectories(server.resolve("apps"));
        Files.copy(configuration, server.resolve("server.xml"), StandardCopyOption.REPLACE_EXISTING);
        Files.write(server.resolve("jvm.options"), SHORT_LIVED);
        return server;
    }

    /**
     * A port that nobody uses, and that no connection will be given while a server that has it is started again: Linux takes
     * those from 32768 on.
     */
    static int freePort() throws IOException {
        while (true) {
            try (ServerSocket socket =
                    new ServerSocket(ThreadLocalRandom.current().nextInt(20_000, 32_000))) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // another one
            }
        }
    }

    /** Puts the library of a class where every application sees it, and none of them searches it for beans. */
    private static void share(Class<?> member) throws IOException {
        copy(member, WLP.resolve("usr/shared/resources/jdbc"));
    }

    /** Puts the library of a class into a folder. */
    static void copy(Class<?> member, Path folder) throws IOException {
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
