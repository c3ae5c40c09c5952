package dev.gork.testing;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** A server in a process of its own, which can be stopped in order, or killed. */
public final class LibertyServer implements AutoCloseable {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** How soon it starts is no promise: beside other work it may take minutes. */
    private static final Duration START = Duration.ofMinutes(4);

    private final Path folder;
    private final String name;
    private final int port;
    private final Map<String, String> environment = new HashMap<>();
    private Process process;

    /** A server that has this WAR at its root, on this database. */
    public LibertyServer(String name, WebArchive war, String url, String user) throws IOException {
        this.name = name;
        this.port = Servers.freePort();
        folder = Servers.create(name, port, url, user);
        war.as(ZipExporter.class).exportTo(folder.resolve("apps/test.war").toFile(), true);
        deploy();
    }

    /** A server with a configuration that names its WAR and its data source, whose driver is in the server's folder jdbc. */
    public LibertyServer(String name, Path serverXml, WebArchive war, Class<?> driver) throws IOException {
        this.name = name;
        this.port = Servers.freePort();
        folder = Servers.create(name, serverXml);
        Servers.copy(driver, folder.resolve("jdbc"));
        war.as(ZipExporter.class)
                .exportTo(folder.resolve("apps").resolve(war.getName()).toFile(), true);
        configuration("port", "<httpEndpoint id='defaultHttpEndpoint' httpPort='" + port + "' />");
    }

    /** Starts the application; a server that runs notices by itself. */
    public void deploy() throws IOException {
        configuration("application", """
                <webApplication location="test.war" contextRoot="/">
                  <classloader commonLibraryRef="jdbc" />
                </webApplication>""");
    }

    /** Stops the application and nothing else; the server notices by itself. */
    public void undeploy() throws IOException {
        configuration("application", "");
    }

    /** Starts another application, at a context of its name, beside the one at the root. */
    public LibertyServer deployAlso(String other, WebArchive war) throws IOException {
        war.as(ZipExporter.class)
                .exportTo(folder.resolve("apps/" + other + ".war").toFile(), true);
        return configuration(other, """
                <webApplication location="%1$s.war" contextRoot="/%1$s" name="%1$s">
                  <classloader commonLibraryRef="jdbc" />
                </webApplication>""".formatted(other));
    }

    /** Stops it; the server notices by itself. */
    public void undeploy(String other) throws IOException {
        configuration(other, "");
    }

    /** With these options of the Java machine, in place of those for one that lives for minutes. */
    public final LibertyServer jvmOptions(List<String> options) throws IOException {
        Files.write(folder.resolve("jvm.options"), options);
        return this;
    }

    /** With these variables in its environment. */
    public LibertyServer environment(Map<String, String> variables) {
        environment.putAll(variables);
        return this;
    }

    /** With more configuration, which is merged into what is there, also while it runs. */
    public LibertyServer configuration(String file, String elements) throws IOException {
        Files.writeString(
                folder.resolve("configDropins/overrides/" + file + ".xml"), "<server>" + elements + "</server>");
        return this;
    }

    /** The process that the application runs in. */
    public long pid() {
        return process.descendants()
                .filter(each -> each.info().command().orElse("").endsWith("java"))
                .findFirst()
                .map(ProcessHandle::pid)
                .orElseGet(process::pid);
    }

    /** Starts it, and waits until the application answers. */
    public LibertyServer start() throws IOException {
        launch();
        try {
            Wait.until(name + " is ready", START, () -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException(name + " ended");
                }
                return status("/health/started") == 200;
            });
        } catch (AssertionError e) {
            throw new AssertionError(
                    "GET /health/started answers " + status("/health/started") + ", and the server says:\n"
                            + Files.readString(folder.resolve("console.log")),
                    e);
        }
        return this;
    }

    /** Starts it. */
    public void launch() throws IOException {
        ProcessBuilder command = new ProcessBuilder(List.of(
                        Servers.WLP.resolve("bin/server").toAbsolutePath().toString(), "run", name))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(folder.toFile(), "console.log")));
        command.environment().putAll(environment);
        process = command.start();
    }

    /** What the application answers to a GET. */
    public String get(String path) {
        return send(HttpRequest.newBuilder(uri(path)).GET().build()).body();
    }

    /** What the application answers to a POST without a body. */
    public String post(String path) {
        return send(HttpRequest.newBuilder(uri(path))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build())
                .body();
    }

    /** The server's log so far; empty before it has begun one. */
    public String log() throws IOException {
        Path log = folder.resolve("logs/messages.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** Whether its process runs. */
    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Ends the process at once, as a power failure would. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        Wait.until(name + " is dead", () -> !process.isAlive());
    }

    /** Stops it where it is, as a hypervisor or a long pause of the garbage collector does. */
    public void freeze() throws IOException, InterruptedException {
        Signals.send("STOP", pid());
    }

    /** Lets it go on. */
    public void thaw() throws IOException, InterruptedException {
        Signals.send("CONT", pid());
    }

    /** Stops it in order, as an operating system or an orchestrator does: SIGTERM. */
    public void stop() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError(name + " did not stop within a minute");
        }
    }

    /** Stops it in order, by the server's own command. */
    public void stopByCommand() throws IOException, InterruptedException {
        new ProcessBuilder(Servers.WLP.resolve("bin/server").toAbsolutePath().toString(), "stop", name)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(folder.toFile(), "console.log")))
                .start()
                .waitFor();
        Wait.until(name + " has stopped", () -> !process.isAlive());
    }

    @Override
    public void close() {
        if (isAlive()) {
            kill();
        }
    }

    /** The status of what it answers to a GET; 0 without an answer. */
    public int status(String path) {
        try {
            return send(HttpRequest.newBuilder(uri(path)).GET().build()).statusCode();
        } catch (IllegalStateException notYet) {
            return 0;
        }
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(request + " got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Where it answers. */
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
