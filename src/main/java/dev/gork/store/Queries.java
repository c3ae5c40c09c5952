package dev.gork.store;

import jakarta.persistence.Query;
import java.time.Duration;
import java.util.List;

/** What people look at must not occupy the database, however much there is of it. */
final class Queries {
    /** Longer than anyone waits for a page. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Queries() {}

    /** The rows of a query, which the database gives up if it takes too long. */
    static List<?> rows(Query query) {
        return query.setHint("jakarta.persistence.query.timeout", (int) PATIENCE.toMillis())
                .getResultList();
    }
}
