package dev.gork.database;

import jakarta.persistence.Query;
import java.time.Duration;
import java.util.List;

/** Reads for people, which have a time limit, whatever the size of the table. */
public final class BoundedQuery {
    /** Longer than anyone waits for a page. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Time for counts of what is in an index, which readers can do without. */
    public static final Duration BUDGET = Duration.ofMillis(250);

    private BoundedQuery() {}

    /** Reads the rows of a query, which the database gives up if it takes too long. */
    public static List<?> rows(Query query) {
        return query.setHint("jakarta.persistence.query.timeout", (int) TIMEOUT.toMillis())
                .getResultList();
    }
}
