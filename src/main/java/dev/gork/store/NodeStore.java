package dev.gork.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;

/** The table of nodes: who runs jobs, and when each gave its last sign of life. */
@ApplicationScoped
public class NodeStore {
    private static final String FORGET =
            "DELETE FROM gork_nodes WHERE last_seen_at < CURRENT_TIMESTAMP - CAST(?1 AS decimal(20, 3)) * INTERVAL '1' SECOND";

    private static final String OVERVIEW = """
            SELECT COUNT(*), CURRENT_TIMESTAMP FROM gork_nodes
            WHERE last_seen_at >= CURRENT_TIMESTAMP - CAST(?1 AS decimal(20, 3)) * INTERVAL '1' SECOND""";

    @PersistenceContext(unitName = "gork")
    EntityManager em;

    @Inject
    Database database;

    @Resource(name = "gork/ControlDataSource", lookup = "java:comp/env/gork/DataSource")
    DataSource dataSource;

    /**
     * Opens a node's own connection.
     *
     * @param patience how long one of its statements may take
     */
    public NodeLine open(Duration patience) throws SQLException {
        Dialect dialect = database.dialect();
        return new NodeLine(dataSource.getConnection(), dialect, (int) Math.max(1, patience.toSeconds()));
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
     * @param lease how long after its last sign of life a node counts as gone
     */
    @Transactional
    public Overview overview(Duration lease) {
        database.open();
        Object[] row =
                (Object[]) Queries.rows(em.createNativeQuery(OVERVIEW).setParameter(1, lease.toMillis() / 1000.0))
                        .get(0);
        return new Overview(database.dialect().name(), ((Number) row[0]).intValue(), JobRow.toInstant(row[1]));
    }

    /** Takes out nodes that have been silent for this long. */
    @Transactional
    public int forget(Duration silence) {
        database.open();
        return em.createNativeQuery(FORGET)
                .setParameter(1, silence.toMillis() / 1000.0)
                .executeUpdate();
    }
}
