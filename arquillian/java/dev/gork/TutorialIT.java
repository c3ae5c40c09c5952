package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.LibertyServer;
import dev.gork.testing.OwnServers;
import dev.gork.testing.Wait;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.example.Greetings;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The project of docs/first-job.md, with its own classes and its own server.xml but for the port, and what it shows. */
@OwnServers
@Tag(OwnServers.BESIDE_H2)
class TutorialIT {
    private static final Path SERVER = Path.of("src/tutorial/src/main/liberty/config/server.xml");
    private static final String COMPLETED = "completed {\"text\":\"Hello, Ada!\"}\n";

    @TempDir
    static Path folder;

    private static LibertyServer server;

    @BeforeAll
    static void start() throws IOException {
        WebArchive war = ShrinkWrap.create(WebArchive.class, "first-job.war")
                .addPackage(Greetings.class.getPackage())
                .addAsLibraries(new File(System.getProperty("gork.test.core")));
        server = new LibertyServer("tutorial", SERVER, war, org.h2.Driver.class);
        server.configuration(
                "database", "<variable name='database.file' value='" + folder.resolve("data/jobs") + "' />");
        server.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theTutorialsJobIsEnqueuedRunAndShown() {
        greet();

        assertThat(server.get("/first-job/greetings/other")).isEqualTo("no such job\n");
    }

    @Test
    void docsListEveryMetricAndNoOther() throws IOException {
        greet();

        Stream<String> shown = Pattern.compile("# TYPE (gork_\\w+) (\\w+)")
                .matcher(server.get("/metrics?scope=application"))
                .results()
                .filter(type -> !type.group(1).endsWith("_max")) // each timer has one
                .map(type -> type.group(1) + " " + type.group(2).replace("summary", "timer"));
        assertThat(listed("`(gork_\\w+)` \\| (\\w+)", " ")).containsExactlyInAnyOrderElementsOf(shown.toList());
    }

    @Test
    void docsListEveryHealthCheckAndNoOther() throws IOException {
        Stream<String> shown = Pattern.compile("\"name\":\"(gork-\\w+)\"")
                .matcher(server.get("/health"))
                .results()
                .map(check -> check.group(1));

        assertThat(listed("`(gork-\\w+)` \\| ()", "")).containsExactlyInAnyOrderElementsOf(shown.toList());
    }

    private static void greet() {
        String id = server.post("/first-job/greetings?name=Ada");

        Wait.until(
                "it is completed",
                () -> server.get("/first-job/greetings/" + id).equals(COMPLETED));
    }

    private static List<String> listed(String row, String separator) throws IOException {
        return Pattern.compile("^\\| " + row, Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("docs/monitoring.md")))
                .results()
                .map(found -> found.group(1) + separator + found.group(2))
                .toList();
    }
}
