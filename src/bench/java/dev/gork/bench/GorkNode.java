package dev.gork.bench;

import dev.gork.bench.app.BenchResource;
import dev.gork.testing.LibertyServer;
import java.io.File;
import java.io.IOException;
import java.util.List;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** A server with the measured application: the core jar as it is shipped, with its shipped settings. */
final class GorkNode implements AutoCloseable {
    private final LibertyServer server;

    /** One that runs jobs, or only enqueues them. */
    GorkNode(String name, String url, boolean runsJobs) throws IOException {
        WebArchive war = ShrinkWrap.create(WebArchive.class, name + ".war")
                .addPackage(BenchResource.class.getPackage())
                .addAsLibraries(new File(System.getProperty("gork.test.core")))
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
                .addAsResource(
                        new StringAsset("gork.enabled=" + runsJobs + "\n"), "META-INF/microprofile-config.properties");
        server = new LibertyServer(name, war, url, "postgres").jvmOptions(List.of(BenchmarkIT.HEAP));
    }

    GorkNode start() throws IOException {
        server.start();
        return this;
    }

    double number(String path) {
        return Double.parseDouble(server.post(path));
    }

    String post(String path) {
        return server.post(path);
    }

    String get(String path) {
        return server.get(path);
    }

    /** How many jobs it has run. */
    long runs() {
        return Long.parseLong(server.get("/runs"));
    }

    long pid() {
        return server.pid();
    }

    @Override
    public void close() {
        server.close();
    }
}
