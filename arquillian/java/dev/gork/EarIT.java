package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gork.testing.AnyDatabase;
import dev.gork.testing.Wars;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an EAR needs, and what it is told that has it elsewhere. */
@ExtendWith(ArquillianExtension.class)
@AnyDatabase
@RunAsClient
class EarIT {
    @Deployment(name = "in-war", managed = false, testable = false)
    static EnterpriseArchive inWar() {
        return ShrinkWrap.create(EnterpriseArchive.class, "in-war.ear")
                .addAsModule(Wars.war("", RightHandlers.class))
                .addAsModule(Wars.war("", SecondTry.class));
    }

    @Deployment(name = "in-lib", managed = false, testable = false)
    static EnterpriseArchive inLib() {
        return ShrinkWrap.create(EnterpriseArchive.class, "in-lib.ear")
                .addAsLibraries(new File(System.getProperty("gork.test.core")))
                .addAsModule(ShrinkWrap.create(WebArchive.class, "RightHandlers.war")
                        .addClasses(RightHandlers.class)
                        .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml"));
    }

    @ArquillianResource
    Deployer deployer;

    @Test
    void withTheJarInEachOfItsWarsItRunsJobs() throws IOException {
        deployer.deploy("in-war");
        try {
            assertThat(log())
                    .contains("queue 'circle' with dev.gork.RightHandlers.circle")
                    .contains("queue 'second-try' with dev.gork.SecondTry.handle");
        } finally {
            deployer.undeploy("in-war");
        }
    }

    @Test
    void withTheJarInItsLibFolderItIsToldWhereItBelongs() throws IOException {
        assertThatThrownBy(() -> deployer.deploy("in-lib")).isInstanceOf(Exception.class);

        assertThat(log()).contains("gork-jar-belongs-in-WEB-INF-lib");
    }

    private static String log() throws IOException {
        return Files.readString(Path.of(
                System.getProperty("gork.test.wlp"),
                "usr/servers",
                System.getProperty("gork.test.server"),
                "logs/messages.log"));
    }
}
