package dev.gork.jobs;

import dev.gork.database.Dialect;
import dev.gork.database.Sql;
import jakarta.persistence.PersistenceException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** New rows on any database, one by one. */
final class RowByRowInserts implements InsertStatements {
    private static final String INSERT = """
            INSERT INTO jobs (%s, status, scheduled_at)
            VALUES (%s 'scheduled', COALESCE(%s, %s))""";

    /** SQLSTATE of a primary key that is taken. */
    private static final String DUPLICATE = "23505";

    private final Dialect dialect;

    RowByRowInserts(Dialect dialect) {
        this.dialect = dialect;
    }

    /**
     * By JDBC, on the transaction's own connection: no standard statement leaves out what is there already, a check
     * beforehand loses the race against another caller, and a statement that fails within JPA marks the transaction for
     * rollback. Here the failure undoes that statement alone, as databases other than PostgreSQL have it, and nobody else
     * hears of it.
     */
    @Override
    public Set<String> insert(Sql sql, Collection<NewJob> jobs) {
        String text = INSERT.formatted(
                NewJobColumn.NAMES,
                "?, ".repeat(NewJobColumn.ALL.size()),
                dialect.instant("?"),
                dialect.inMicroseconds("?"));
        Set<String> inserted = new HashSet<>();
        try (PreparedStatement insert = sql.connection().prepareStatement(text)) {
            for (NewJob job : jobs) {
                if (insert(insert, job)) {
                    inserted.add(job.id());
                }
            }
        } catch (SQLException e) {
            throw new PersistenceException("Jobs could not be inserted: " + e.getMessage(), e);
        }
        return inserted;
    }

    private static boolean insert(PreparedStatement insert, NewJob job) throws SQLException {
        int place = 0;
        for (NewJobColumn column : NewJobColumn.ALL) {
            insert.setObject(++place, column.value().apply(job));
        }
        insert.setString(++place, job.at() == null ? null : job.at().toString());
        insert.setLong(++place, job.delayMicros());
        try {
            return insert.executeUpdate() == 1;
        } catch (SQLException e) {
            if (DUPLICATE.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }
}
