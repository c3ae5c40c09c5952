package dev.gork.store;

import dev.gork.StoreUnavailableException;
import dev.gork.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

/** Whether there is a database that can be worked with, and its dialect. */
@ApplicationScoped
public class Database {
    /** Writes no row, yet is refused where writing is. */
    private static final String NO_WRITE = "UPDATE gork_nodes SET name = name WHERE id = ''";

    @PersistenceContext(unitName = "gork")
    EntityManager em;

    @Inject
    Schema schema;

    @Inject
    Settings settings;

    private volatile @Nullable Dialect dialect;

    /**
     * Makes sure of the tables, if that has not been done yet.
     *
     * @throws StoreUnavailableException if they cannot be used now; the next call tries again
     */
    public void open() {
        dialect();
    }

    Dialect dialect() {
        Dialect known = dialect;
        if (known == null) {
            known = schema.prepare(settings.schema());
            dialect = known;
        }
        return known;
    }

    /**
     * Makes sure that the database can be written to now: a primary that became a replica cannot.
     *
     * @throws RuntimeException if it cannot
     */
    @Transactional
    public void checkWritable() {
        dialect();
        em.createNativeQuery(NO_WRITE).executeUpdate();
    }
}
