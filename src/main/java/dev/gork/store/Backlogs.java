package dev.gork.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
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
public class Backlogs {
    /**
     * How long those who look on may have the database search for it. While a queue is drained, its index begins with
     * what was claimed and is not cleaned up yet: the claims begin behind that, and a search takes long.
     */
    private static final Duration BUDGET = Duration.ofMillis(250);

    @PersistenceContext(unitName = "gork")
    EntityManager em;

    @Inject
    Database database;

    /** Names of queues that have scheduled jobs, at most so many. */
    List<String> queues(int limit) {
        return database.dialect().counts().scheduledQueues(em, limit).stream()
                .map(String.class::cast)
                .toList();
    }

    /**
     * What waits in each of these queues, with one statement.
     *
     * @param due up to where jobs that are due are counted
     * @param scheduled up to where scheduled jobs are counted
     */
    public Map<String, Backlog> of(Collection<String> queues, int due, int scheduled) {
        return queues.isEmpty()
                ? Map.of()
                : backlogs(database.dialect().counts().depths(em, queues, due, scheduled));
    }

    /**
     * What waits in these queues, or, for null, in all that have scheduled jobs, but for so many; empty if it takes long to
     * find out.
     */
    public Optional<Map<String, Backlog>> quickly(
            @Nullable Collection<String> queues, int maxQueues, int due, int scheduled) {
        return database.dialect()
                .counts()
                .depths(em, queues, maxQueues, due, scheduled, BUDGET)
                .map(Backlogs::backlogs);
    }

    private static Map<String, Backlog> backlogs(List<?> depths) {
        Map<String, Backlog> backlogs = new TreeMap<>();
        for (Object each : depths) {
            Object[] row = (Object[]) each;
            backlogs.put((String) row[0], backlog(row));
        }
        return backlogs;
    }

    private static Backlog backlog(Object[] row) {
        Duration oldest =
                row[2] == null ? Duration.ZERO : Duration.between(JobRow.toInstant(row[2]), JobRow.toInstant(row[3]));
        return new Backlog(((Number) row[1]).longValue(), oldest, ((Number) row[4]).longValue());
    }
}
