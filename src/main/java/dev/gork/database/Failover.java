package dev.gork.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Discards the pool's connections to the old primary after a failover, which still answers, as a replica, but is
 * read-only.
 */
@ApplicationScoped
public class Failover {
    /** As many connections as a pool may have. */
    private static final int MANY = 100;

    @Inject
    Database database;

    /** Gives up the connections that lead to a database without writes, if that is what a failure was about. */
    public void noticed(Throwable failure) {
        Throwable last = failure;
        for (int given = 0; SqlErrors.isReadOnly(last) && given < MANY; given++) {
            try {
                database.checkWritable();
                return;
            } catch (RuntimeException e) {
                last = e;
            }
        }
    }
}
