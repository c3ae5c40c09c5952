package dev.gork.database;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Query;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import javax.sql.DataSource;

/** Statements in the current transaction, the caller's own where it has one, on gork/DataSource. */
@ApplicationScoped
public class Sql {
    @Resource(name = "gork/DataSource", lookup = "java:comp/DefaultDataSource")
    DataSource dataSource;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry transaction;

    private EntityManagers entityManagers;

    @PostConstruct
    void open() {
        entityManagers = new EntityManagers("gork", dataSource, transaction);
    }

    @PreDestroy
    void close() {
        entityManagers.close();
    }

    /** Makes a native query. */
    public Query query(String sql) {
        return entityManagers.current().createNativeQuery(sql);
    }

    /** Returns the transaction's own connection, for what JPA cannot ask of a driver. */
    public Connection connection() {
        return entityManagers.current().unwrap(Connection.class);
    }
}
