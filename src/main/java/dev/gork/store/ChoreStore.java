package dev.gork.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;

/** What one node does for all of them, and when it was last done. */
@ApplicationScoped
@Transactional
public class ChoreStore {
    private static final String TAKE = """
            UPDATE gork_chores SET last_run_at = CURRENT_TIMESTAMP
            WHERE name = ?1
              AND last_run_at <= CURRENT_TIMESTAMP - CAST(?2 AS decimal(20, 3)) * INTERVAL '1' SECOND""";

    @PersistenceContext(unitName = "gork")
    EntityManager em;

    @Inject
    Database database;

    /**
     * Takes a chore on: whoever asks first, once in an interval.
     *
     * @return whether it is this node's to do now
     */
    public boolean take(String chore, Duration interval) {
        database.open();
        return em.createNativeQuery(TAKE)
                        .setParameter(1, chore)
                        .setParameter(2, interval.toMillis() / 1000.0)
                        .executeUpdate()
                == 1;
    }
}
