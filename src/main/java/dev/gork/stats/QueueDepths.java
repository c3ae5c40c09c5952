package dev.gork.stats;

import dev.gork.database.Database;
import dev.gork.database.Sql;
import dev.gork.database.Times;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What waits to be run, by probes of the claim's index. */
@ApplicationScoped
@Transactional
public class QueueDepths {
    @Inject
    Sql sql;

    @Inject
    Database database;

    /** Names of queues that have scheduled jobs, at most so many. */
    List<String> queues(int limit) {
        return statements().scheduledQueues(sql, limit).stream()
                .map(String.class::cast)
                .toList();
    }

    /**
     * What waits in each of these queues, with one statement.
     *
     * @param due up to where jobs that are due are counted
     * @param scheduled up to where scheduled jobs are counted
     */
    public Map<String, QueueDepth> of(Collection<String> queues, int due, int scheduled) {
        return queues.isEmpty() ? Map.of() : toDepths(statements().depths(sql, queues, due, scheduled));
    }

    /**
     * What waits in these queues, or, for null, in all that have scheduled jobs, but for so many; empty if it takes long to
     * find out.
     */
    public Optional<Map<String, QueueDepth>> quickly(
            @Nullable Collection<String> queues, int maxQueues, int due, int scheduled) {
        return statements().depths(sql, queues, maxQueues, due, scheduled).map(QueueDepths::toDepths);
    }

    private CountStatements statements() {
        return CountStatements.of(database.dialect());
    }

    private static Map<String, QueueDepth> toDepths(List<?> depths) {
        Map<String, QueueDepth> byQueue = new TreeMap<>();
        for (Object each : depths) {
            Object[] row = (Object[]) each;
            byQueue.put((String) row[0], toDepth(row));
        }
        return byQueue;
    }

    private static QueueDepth toDepth(Object[] row) {
        Duration oldest =
                row[2] == null ? Duration.ZERO : Times.between(Times.toInstant(row[2]), Times.toInstant(row[3]));
        return new QueueDepth(((Number) row[1]).longValue(), oldest, ((Number) row[4]).longValue());
    }
}
