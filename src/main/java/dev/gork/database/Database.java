package dev.gork.database;

import dev.gork.StoreUnavailableException;
import dev.gork.config.Settings;
import dev.gork.log.SafeLog;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.Query;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Whether there is a database that can be worked with, and its dialect. */
@ApplicationScoped
public class Database {
    private static final Logger LOG = SafeLog.of(Database.class);

    /** Writes no row, yet is refused where writing is. */
    private static final String NO_WRITE = "UPDATE gork_nodes SET name = name WHERE id = ''";

    /** How long whoever needs the tables waits until they are ready, perhaps with a transaction open. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** What is asked to end has this long to do so, before its connection is given up. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    /** On a data source of its own, if the application gives it one, for handlers may use up the other's connections. */
    @Resource(name = "gork/EngineDataSource", lookup = "java:comp/env/gork/DataSource")
    DataSource dataSource;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry transaction;

    @Inject
    Opening opening;

    @Inject
    Settings settings;

    @Inject
    SilenceGuard guard;

    private EntityManagers engine;
    private volatile @Nullable Dialect dialect;

    @PostConstruct
    void create() {
        engine = new EntityManagers("gork-engine", dataSource, transaction);
    }

    @PreDestroy
    void close() {
        engine.close();
    }

    /**
     * Makes sure of the tables, if that has not been done yet.
     *
     * @throws StoreUnavailableException if they cannot be used now; the next call tries again
     */
    public void open() {
        dialect(TIMEOUT);
    }

    /** The same, for those who wait less long. */
    public void open(Duration timeout) {
        dialect(timeout);
    }

    /**
     * Finds the dialect, having made sure of the tables.
     *
     * @throws StoreUnavailableException if they cannot be used now; the next call tries again
     */
    public Dialect dialect() {
        return dialect(TIMEOUT);
    }

    private Dialect dialect(Duration timeout) {
        Dialect known = dialect;
        if (known == null) {
            known = opening.await(timeout);
            dialect = known;
        }
        return known;
    }

    /**
     * How the engine makes its statements, in a transaction of its own: each has a time to end in, so that neither a lock
     * nor a network that has fallen silent can hold it up for good. Not for a caller's transaction, which has a connection
     * of its own.
     *
     * @param what the transaction does, for the log
     */
    public Function<String, Query> ownStatements(String what) {
        return ownStatements(what, settings.statementTimeout());
    }

    /** The same, with less time for each, where waiting longer would be waiting for somebody else's lock. */
    public Function<String, Query> ownStatements(String what, Duration atMost) {
        Dialect known = dialect();
        Duration timeout = atMost.compareTo(settings.statementTimeout()) < 0 ? atMost : settings.statementTimeout();
        if (known.mayFallSilent()) {
            guard.watch(what, settings.statementTimeout().plus(SLACK));
        }
        return sql -> known.bound(engine.current().createNativeQuery(sql), timeout);
    }

    /**
     * Makes sure that the database can be written to now, by a transaction of its own: a primary that became a replica
     * cannot. The connection that led there is given up, so that a next one can lead to the new primary.
     *
     * @throws RuntimeException if it cannot
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void checkWritable() {
        Function<String, Query> statements = ownStatements("Asking whether the database takes writes");
        Connection connection = engine.current().unwrap(Connection.class);
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
