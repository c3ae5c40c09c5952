package dev.gork;

import dev.gork.testing.Wait;
import dev.gork.testing.Wars;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application binds another data source than the server's default one: enqueueing and the engine's own work follow. */
@ExtendWith(ArquillianExtension.class)
class AnotherDataSourceIT {
    @Deployment
    static WebArchive war() {
        return Wars.war("", AnotherDataSourceIT.class).setWebXML(Wars.binding("gork/DataSource", "jdbc/other"));
    }

    @ApplicationScoped
    public static class Handlers {
        void here(@Observes @Queue("other") Job job) {
            job.result("here");
        }
    }

    @Inject
    Event<JobRequest> jobs;

    @Resource(lookup = "jdbc/other")
    DataSource other;

    @Test
    void jobsAreEnqueuedAndRunThere() {
        jobs.fire(JobRequest.to("other").id("elsewhere"));

        Wait.value("it is completed there", this::found, "completed here"::equals);
        Wait.value("and the node lives there", () -> text("SELECT COUNT(*) FROM gork_nodes"), "1"::equals);
    }

    private String found() throws SQLException {
        return text("SELECT status || ' ' || TRIM('\"' FROM CAST(result AS varchar)) FROM jobs WHERE id = 'elsewhere'");
    }

    private String text(String query) throws SQLException {
        try (Connection connection = other.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getString(1) : "nothing";
        }
    }
}
