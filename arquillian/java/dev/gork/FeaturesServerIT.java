package dev.gork;

import dev.gork.testing.LibertyServer;
import dev.gork.testing.OwnServers;
import dev.gork.testing.PostgresServer;
import dev.gork.testing.TwoStepsApp;
import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the README says of a server's features: those of Jakarta EE 10 do, and those for metrics may be left out. */
@OwnServers
class FeaturesServerIT {
    private static final String DATABASE = "postgres";

    private PostgresServer postgres;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        postgres = PostgresServer.create();
    }

    @AfterEach
    void stop() throws Exception {
        postgres.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "jakarta-ee-10, cdi-4.0 concurrent-3.0 persistence-3.1 jdbc-4.2 jsonb-3.0 mpConfig-3.1 mpMetrics-5.1 mpHealth-4.0",
        "without-metrics, cdi-4.1 concurrent-3.1 persistence-3.2 jdbc-4.3 jsonb-3.0 mpConfig-3.1 mpHealth-4.0"
    })
    void jobsAreEnqueuedAndRunWithTheseFeatures(String name, String features) throws Exception {
        WebArchive war = Wars.war("", TwoStepsApp.class);
        Path configuration = Files.writeString(folder.resolve("server.xml"), """
                <server>
                  <featureManager>%s</featureManager>
                  <library id="jdbc"><fileset dir="${server.config.dir}/jdbc" includes="*.jar" /></library>
                  <dataSource id="DefaultDataSource" type="java.sql.Driver" isolationLevel="TRANSACTION_READ_COMMITTED">
                    <jdbcDriver libraryRef="jdbc" />
                    <properties URL="jdbc:postgresql://localhost:%s/postgres" user="postgres" password="" />
                  </dataSource>
                  <webApplication location="%s" contextRoot="/"><classloader commonLibraryRef="jdbc" /></webApplication>
                </server>""".formatted(
                        Stream.of(features.split(" "))
                                .map(each -> "<feature>" + each + "</feature>")
                                .collect(Collectors.joining()),
                        postgres.port(),
                        war.getName()));
        try (LibertyServer server = new LibertyServer(name, configuration, war, org.postgresql.Driver.class)) {
            server.start();

            postgres.run(DATABASE, "INSERT INTO jobs (id, queue, status) VALUES ('first', 'first', 'scheduled')");

            Wait.until(
                    "both have run",
                    () -> postgres.text(
                                    DATABASE,
                                    "SELECT string_agg(id || ' ' || status || ' ' || result, ', ' ORDER BY id) FROM jobs")
                            .equals("first completed {}, second completed \"done\""));
        }
    }
}
