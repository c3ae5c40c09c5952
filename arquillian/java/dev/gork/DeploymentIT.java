package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gork.testing.Wars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What can never work fails the deployment, in words. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class DeploymentIT {
    @Deployment(name = "wrong", managed = false, testable = false)
    static WebArchive wrong() {
        return Wars.war("gork.lease=forever\ngork.pol-interval=1s\n", WrongHandlers.class);
    }

    @Deployment(name = "right", managed = false, testable = false)
    static WebArchive right() {
        return Wars.war("", RightHandlers.class);
    }

    @ArquillianResource
    Deployer deployer;

    @Test
    void everythingWrongIsNamedAtOnce() throws IOException {
        assertThatThrownBy(() -> deployer.deploy("wrong")).isInstanceOf(Exception.class);

        assertThat(log())
                .contains("WrongHandlers.async cannot serve queue 'async': it uses @ObservesAsync")
                .contains("WrongHandlers.late cannot serve queue 'late': it observes AFTER_SUCCESS")
                .contains(
                        "WrongHandlers.conditional cannot serve queue 'conditional': it is called only if its bean exists")
                .contains("Queue 'two' has two handlers, ")
                .contains(
                        "cannot serve queue 'interface': it observes dev.gork.WrongHandlers$Shape, which is an interface")
                .contains("cannot serve queue 'abstract'")
                .contains("WrongHandlers$Inner, which is an inner class that is not static")
                .contains("NoConstructor, which is without a no-argument constructor or @JsonbCreator")
                .contains("WrongHandlers.object cannot serve queue 'object': it observes Object")
                .contains("cannot serve queue ' ': a queue name has 1 to 200 characters")
                .contains(
                        "WrongHandlers.ownTransaction cannot serve queue 'requires-new': it is @Transactional(REQUIRES_NEW)")
                .contains("gork.lease is 'forever', which cannot be used")
                .contains("Unknown setting gork.pol-interval, did you mean gork.poll-interval?");
    }

    @Test
    void whatLooksUnusualButWorksIsDeployed() throws IOException {
        deployer.deploy("right");
        try {
            assertThat(log())
                    .contains("queue 'circle' with dev.gork.RightHandlers.circle")
                    .contains("queue 'map' with")
                    .contains("queue 'number' with");
        } finally {
            deployer.undeploy("right");
        }
    }

    private static String log() throws IOException {
        return Files.readString(Path.of(
                System.getProperty("gork.test.wlp"),
                "usr/servers",
                System.getProperty("gork.test.server"),
                "logs/messages.log"));
    }
}
