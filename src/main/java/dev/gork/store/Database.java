package dev.gork.store;

import dev.gork.StoreUnavailableException;
import dev.gork.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Whether there is a database that can be worked with, and its dialect. */
@ApplicationScoped
public class Database {
    private static final Logger LOG = System.getLogger(Database.class.getName());

    /** Writes no row, yet is refused where writing is. */
    private static final String NO_WRITE = "UPDATE gork_nodes SET name = name WHERE id = ''";

    /** What is asked to end has this long to do so, before its connection is given up. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    /** On a data source of its own, if the application gives it one, for handlers may use up the other's connections. */
    @PersistenceContext(unitName = "gork-control")
    EntityManager control;

    @Inject
    Schema schema;

    @Inject
    Settings settings;

    @Inject
    SilenceGuard guard;

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
     * How the engine makes its statements, in a transaction of its own: each has a time to end in, so that neither a lock
     * nor a network that has fallen silent can hold it up for good. Not for a caller's transaction, which has a connection
     * of its own.
     */
    Function<String, Query> ownStatements() {
        Dialect known = dialect();
        if (known.mayFallSilent()) {
            guard.watch(
                    control.unwrap(Connection.class),
                    settings.statementTimeout().plus(SLACK));
        }
        return sql -> known.bound(control.createNativeQuery(sql), settings.statementTimeout());
    }

    /**
     * Makes sure that the database can be written to now, by a transaction of its own: a primary that became a replica
     * cannot. The connection that led there is given up, so that a next one can lead to the new primary.
     *
     * @throws RuntimeException if it cannot
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void checkWritable() {
        Function<String, Query> statements = ownStatements();
        Connection connection = control.unwrap(Connection.class);
        try {
            statements.apply(NO_WRITE).executeUpdate();
        } catch (RuntimeException e) {
            if (SqlErrors.isReadOnly(e)) {
                abort(connection);
            }
            throw e;
        }
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "A read-only connection could not be given up", e);
        }
    }
}
