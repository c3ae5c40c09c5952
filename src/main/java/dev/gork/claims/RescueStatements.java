package dev.gork.claims;

import dev.gork.database.Dialect;
import jakarta.persistence.Query;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a database finds jobs that nobody runs, and rescues them: a part at a time, locked from the first look on. */
interface RescueStatements {
    /** What one transaction rescues at most: what it holds up, and how long it takes, stays small. */
    int PART = 1000;

    /** Those for a database. */
    static RescueStatements of(Dialect dialect) {
        return dialect.isPostgres() ? new PostgresRescues() : new RowByRowRescues(dialect);
    }

    /** From whose node no heartbeat has come for this long, but one, as id, claim, node and start of the attempt. */
    List<?> findOrphans(Function<String, Query> statements, Duration lease, @Nullable String but);

    /** Those of gork's Go workers that have run for longer than their queue's timeout, the same; no others. */
    List<?> findOverdue(Function<String, Query> statements, Map<String, Duration> timeouts);

    /**
     * Rescues them, unless one's claim was lost or its node is alive after all, and archives their attempts.
     *
     * @return of each that was rescued: id, queue and rescues
     */
    List<?> rescue(Function<String, Query> statements, List<?> found, Rescue rescue);

    /**
     * Why, and what for.
     *
     * @param reason what the job's last error says
     * @param lease after which silence a node counts as gone
     * @param suspectedFrom from so many rescues on, one more is counted only if the job had begun
     */
    record Rescue(String reason, Duration lease, int suspectedFrom) {}
}
