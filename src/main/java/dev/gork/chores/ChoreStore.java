package dev.gork.chores;

import dev.gork.database.Database;
import dev.gork.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;

/** What one node does for all of them, and when it was last done. */
@ApplicationScoped
@Transactional
public class ChoreStore {
    private static final String TAKE = """
            UPDATE gork_chores SET last_run_at = CURRENT_TIMESTAMP
            WHERE name = ?1
              AND (last_run_at IS NULL
                   OR last_run_at <= %s)""";

    @Inject
    Sql sql;

    @Inject
    Database database;

    /**
     * Takes a chore on: whoever asks first, once in an interval. One that nobody has asked for before gets its row.
     *
     * @param chore its name in the table, of 20 characters at most
     * @param interval the time in which one node does it
     * @return whether it is this node's to do now
     */
    public boolean take(String chore, Duration interval) {
        sql.query(database.dialect().ensureRow("gork_chores", "name"))
                .setParameter(1, chore)
                .executeUpdate();
        return sql.query(TAKE.formatted(database.dialect().secondsAgo("?2")))
                        .setParameter(1, chore)
                        .setParameter(2, interval.toMillis() / 1000.0)
                        .executeUpdate()
                == 1;
    }
}
