package dev.gork.testing;

import dev.gork.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;

/** Plain SQL, as someone with a shell on the database writes it. */
@ApplicationScoped
@Transactional
public class PlainSql {
    @Inject
    Sql ours;

    /** Runs a statement; how many rows it changed. */
    public int run(String sql, Object... values) {
        var query = ours.query(sql);
        for (int i = 0; i < values.length; i++) {
            query.setParameter(i + 1, values[i]);
        }
        return query.executeUpdate();
    }

    /** The rows of a query. */
    public List<?> rows(String sql) {
        return ours.query(sql).getResultList();
    }

    /** Whether this is PostgreSQL. */
    public boolean isPostgres() {
        return rows("SELECT CURRENT_TIMESTAMP").get(0) instanceof java.sql.Timestamp;
    }
}
