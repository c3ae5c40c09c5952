package dev.gork.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Leads this node to the new primary after a failover. The connections in the pool still lead to the old one if that goes
 * on as a replica; they work, and take no writes.
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
