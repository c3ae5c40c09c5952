package dev.gork.nodes;

import dev.gork.database.BoundedQuery;
import dev.gork.database.Database;
import dev.gork.database.Dialect;
import dev.gork.database.Sql;
import dev.gork.database.Times;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import javax.sql.DataSource;

/** The table of nodes: who runs jobs, and when each sent its last heartbeat. */
@ApplicationScoped
public class NodeStore {
    /** Not while there are jobs of it to be rescued, for which suspects had begun is known from here. */
    private static final String FORGET = """
            DELETE FROM gork_nodes
            WHERE last_seen_at < %s
              AND NOT EXISTS (SELECT 1 FROM ONLY jobs WHERE jobs.status = 'initialized' AND jobs.node = gork_nodes.id)""";

    /** As lines, with one before the first and one after the last, so that either database finds one of them. */
    private static final String SUSPECTS = "UPDATE gork_nodes SET suspects = CAST(?2 AS varchar) WHERE id = ?1";

    private static final String OVERVIEW = """
            SELECT COUNT(*), CURRENT_TIMESTAMP FROM gork_nodes
            WHERE last_seen_at >= %s""";

    @Inject
    Sql sql;

    @Inject
    Database database;

    @Resource(name = "gork/EngineDataSource", lookup = "java:comp/env/gork/DataSource")
    DataSource dataSource;

    /**
     * Opens a node's own connection.
     *
     * @param timeout how long one of its statements may take
     */
    public NodeConnection open(Duration timeout) throws SQLException {
        Dialect dialect = database.dialect();
        return NodeConnection.over(dataSource.getConnection(), dialect, (int) Math.max(1, timeout.toSeconds()));
    }

    /**
     * What all nodes share.
     *
     * @param database the kind of database
     * @param alive how many nodes run jobs
     * @param now the database's time
     */
    public record Overview(String database, int alive, Instant now) {}

    /**
     * What all nodes share, now.
     *
     * @param lease how long after its last heartbeat a node has expired
     */
    @Transactional
    public Overview overview(Duration lease) {
        database.open();
        Object[] row = (Object[]) BoundedQuery.rows(
                        sql.query(OVERVIEW.formatted(database.dialect().secondsAgo("?1")))
                                .setParameter(1, lease.toMillis() / 1000.0))
                .get(0);
        return new Overview(database.dialect().name(), ((Number) row[0]).intValue(), Times.toInstant(row[1]));
    }

    /**
     * Writes down which suspects a node has begun: if the node dies, the rescue counts for them.
     *
     * @param jobs the ids of all of them
     * @return false if the node is not known: it expired and was forgotten
     */
    @Transactional
    public boolean suspects(String node, Collection<String> jobs) {
        return database.ownStatements("Writing down suspects")
                        .apply(SUSPECTS)
                        .setParameter(1, node)
                        .setParameter(2, jobs.isEmpty() ? null : "\n" + String.join("\n", jobs) + "\n")
                        .executeUpdate()
                == 1;
    }

    /** Takes out nodes that have been silent for this long. */
    @Transactional
    public int forget(Duration silence) {
        database.open();
        return sql.query(database.dialect()
                        .own(FORGET.formatted(database.dialect().secondsAgo("?1"))))
                .setParameter(1, silence.toMillis() / 1000.0)
                .executeUpdate();
    }
}
