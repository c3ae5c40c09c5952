package dev.gork.store;

import dev.gork.StoreUnavailableException;
import dev.gork.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** Whether there is a database that can be worked with, and its dialect. */
@ApplicationScoped
public class Database {
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
}
