package dev.gork.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Collection;

/** The table of nodes: who runs jobs, and when each gave its last sign of life. */
@ApplicationScoped
@Transactional
public class NodeStore {
    private static final String REGISTER = "INSERT INTO gork_nodes (id, name, queues) VALUES (?1, ?2, ?3)";

    private static final String HEARTBEAT = "UPDATE gork_nodes SET last_seen_at = CURRENT_TIMESTAMP WHERE id = ?1";

    private static final String REMOVE = "DELETE FROM gork_nodes WHERE id = ?1";

    private static final String FORGET =
            "DELETE FROM gork_nodes WHERE last_seen_at < CURRENT_TIMESTAMP - CAST(?1 AS decimal(20, 3)) * INTERVAL '1' SECOND";

    @PersistenceContext(unitName = "gork")
    EntityManager em;

    @Inject
    Database database;

    /** Makes a new node known, alive as of now. */
    public void register(String id, String name, Collection<String> queues) {
        database.open();
        em.createNativeQuery(REGISTER)
                .setParameter(1, id)
                .setParameter(2, name)
                .setParameter(3, Json.createArrayBuilder(queues).build().toString())
                .executeUpdate();
    }

    /**
     * Gives a sign of life.
     *
     * @return false if the node is not known: it was taken for dead and forgotten
     */
    public boolean heartbeat(String id) {
        database.open();
        return em.createNativeQuery(HEARTBEAT).setParameter(1, id).executeUpdate() == 1;
    }

    /** Takes a node out that has stopped in order. */
    public void remove(String id) {
        database.open();
        em.createNativeQuery(REMOVE).setParameter(1, id).executeUpdate();
    }

    /** Takes out nodes that have been silent for this long. */
    public int forget(Duration silence) {
        database.open();
        return em.createNativeQuery(FORGET)
                .setParameter(1, silence.toMillis() / 1000.0)
                .executeUpdate();
    }
}
