package dev.gork.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.PlainSql;
import dev.gork.testing.Wars;
import jakarta.inject.Inject;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Promise 7: a dead node's jobs are back within the lease, however many there are. */
@ExtendWith(ArquillianExtension.class)
class ReaperIT {
    @Deployment
    static WebArchive war() {
        return Wars.war("gork.enabled=false", ReaperIT.class, PlainSql.class);
    }

    @Inject
    Reaper reaper;

    @Inject
    PlainSql sql;

    @Test
    void oneRunRescuesAllOrphans() {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            rows.append(i == 0 ? "" : ", ")
                    .append("('reaped-")
                    .append(i)
                    .append("', 'reaped', 'initialized', 'dead', ")
                    .append(i)
                    .append(", 1)");
        }
        sql.run("INSERT INTO jobs (id, queue, status, node, claim, attempts) VALUES " + rows);

        reaper.runOnce();

        assertThat(count("SELECT COUNT(*) FROM jobs WHERE queue = 'reaped' AND status = 'scheduled' AND rescues = 1"
                        + " AND node IS NULL"))
                .isEqualTo(5000);
        assertThat(count("SELECT COUNT(*) FROM gork_attempts WHERE job LIKE 'reaped-%' AND node = 'dead'"
                        + " AND outcome = 'rescued'"))
                .isEqualTo(5000);
        sql.run("DELETE FROM jobs WHERE queue = 'reaped'");
    }

    private long count(String query) {
        List<?> rows = sql.rows(query);
        return ((Number) rows.get(0)).longValue();
    }
}
