package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gork.testing.AnyDatabase;
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
@AnyDatabase
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
                .contains("OfSession.session cannot serve queue 'session': its bean dev.gork.WrongHandlers$OfSession is"
                        + " @SessionScoped, and that scope is not active where handlers run")
                .contains("cannot serve queue 'visit': its bean dev.gork.WrongHandlers$OfVisit is @SessionScoped")
                .contains("cannot serve queue 'conversation': its bean dev.gork.WrongHandlers$OfConversation is"
                        + " @ConversationScoped")
                .contains("cannot serve queue 'transaction': its bean dev.gork.WrongHandlers$OfTransaction is"
                        + " @TransactionScoped")
                .doesNotContain("cannot serve queue 'static-in-session'")
                .contains("WrongHandlers.elsewhere cannot serve queue 'elsewhere': it is"
                        + " @jakarta.enterprise.concurrent.Asynchronous")
                .contains("cannot serve queue 'background': it is @jakarta.enterprise.concurrent.Asynchronous")
                .contains("cannot serve queue 'stage': it returns java.util.concurrent.CompletionStage")
                .contains("cannot serve queue 'publisher': it returns java.util.concurrent.Flow$Publisher")
                .contains("cannot serve queue 'metadata': it takes EventMetadata")
                .contains(
                        "cannot serve queue 'private-constructor': it observes dev.gork.WrongHandlers$PrivateConstructor,"
                                + " which has a no-argument constructor that is neither public nor protected")
                .contains(
                        "cannot serve queue 'hidden': it observes dev.gork.WrongHandlers$Hidden, which is not public, so"
                                + " JSON-B cannot use its properties. Make it public.")
                .contains("cannot serve queue 'holding': it observes dev.gork.WrongHandlers$Holding, which contains"
                        + " dev.gork.WrongHandlers$Hidden, which is not public")
                .contains(
                        "cannot serve queue 'holdings': it observes java.util.List<dev.gork.WrongHandlers$Hidden>, which"
                                + " contains dev.gork.WrongHandlers$Hidden, which is not public")
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

    @Test
    void anObserverThatIsNeverCalledIsWarnedOf() throws IOException {
        deployer.deploy("right");
        try {
            assertThat(log())
                    .contains("The observer of Job in dev.gork.RightHandlers has no @Queue, and is never called")
                    .contains(
                            "The observer of JobCompleted in dev.gork.RightHandlers uses @ObservesAsync, and gork never"
                                    + " calls it")
                    .contains("The observer of JobCanceled in dev.gork.RightHandlers$OfSession is in a bean that is"
                            + " @SessionScoped")
                    .contains("queue 'static-in-session' with dev.gork.RightHandlers$OfSession.shared");
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
