package dev.gork.store;

import dev.gork.JobFilter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is done to many jobs at once: a row for each, with how far it has come. Whoever locks the row does the next step
 * in the same transaction, so a step is done once or not at all, and any node goes on where another one stopped.
 */
@ApplicationScoped
@Transactional(dontRollbackOn = IllegalArgumentException.class)
public class BulkStore {
    /** As many jobs as one step touches: their rows are locked until it ends. */
    static final int STEP = 500;

    /** More than people look at. */
    private static final int MAX_SHOWN = 100;

    private static final String COLUMNS =
            "id, action, target, state, done, skipped, error, started_by, started_at, ended_at";

    private static final String INSERT =
            "INSERT INTO gork_bulk (id, action, target, state, started_by) VALUES (?1, ?2, ?3, 'running', ?4)";

    private static final String GET = "SELECT " + COLUMNS + " FROM gork_bulk WHERE id = ?1";

    private static final String LATEST =
            "SELECT " + COLUMNS + " FROM gork_bulk ORDER BY started_at DESC, id FETCH FIRST ?1 ROWS ONLY";

    private static final String LOCK = "SELECT " + COLUMNS + """
            , place FROM gork_bulk WHERE state = 'running'
            ORDER BY started_at FETCH FIRST 1 ROW ONLY FOR UPDATE SKIP LOCKED""";

    private static final String ADVANCE =
            "UPDATE gork_bulk SET done = done + ?2, skipped = skipped + ?3, place = ?4 WHERE id = ?1";

    private static final String END =
            "UPDATE gork_bulk SET state = ?2, error = ?3, ended_at = CURRENT_TIMESTAMP WHERE id = ?1 AND state = 'running'";

    private static final String FORGET = "DELETE FROM gork_bulk WHERE ended_at < CURRENT_TIMESTAMP - INTERVAL '30' DAY";

    @PersistenceContext(unitName = "gork")
    EntityManager em;

    @Inject
    Database database;

    @Inject
    JobSearches searches;

    @Inject
    JobStore jobs;

    /**
     * Begins to do something to many jobs; a chore does it, step by step.
     *
     * @throws IllegalArgumentException if the filter cannot be used on this database
     */
    public Bulk start(BulkAction action, BulkTarget target, String by) {
        database.open();
        JobFilter filter = target.filter();
        if (filter != null) {
            searches.check(filter);
        }
        String id = UUID.randomUUID().toString();
        em.createNativeQuery(INSERT)
                .setParameter(1, id)
                .setParameter(2, action.word())
                .setParameter(3, target.json())
                .setParameter(4, by)
                .executeUpdate();
        return get(id).orElseThrow();
    }

    /** The one with this id. */
    public Optional<Bulk> get(String id) {
        database.open();
        if (Texts.problem(id) != null) {
            return Optional.empty();
        }
        return bulks(em.createNativeQuery(GET).setParameter(1, id)).stream().findFirst();
    }

    /** The latest ones, the last one first. */
    public List<Bulk> latest() {
        database.open();
        return bulks(em.createNativeQuery(LATEST).setParameter(1, MAX_SHOWN));
    }

    /** Ends one after its current step; whether it was going on. */
    public boolean stop(String id) {
        database.open();
        return Texts.problem(id) == null && end(id, Bulk.State.STOPPED, null);
    }

    /**
     * Does the next step of the oldest one that nobody else is at.
     *
     * @return whether there was one
     */
    public boolean step() {
        database.open();
        List<?> rows = em.createNativeQuery(LOCK).getResultList();
        if (rows.isEmpty()) {
            return false;
        }
        Object[] row = (Object[]) rows.get(0);
        Bulk bulk = toBulk(row);
        try {
            advance(bulk, (String) row[row.length - 1]);
        } catch (IllegalArgumentException e) { // a filter that this database cannot use, or of another version
            end(bulk.id(), Bulk.State.FAILED, e.getMessage());
        }
        return true;
    }

    /** Takes out what ended long ago; how many. */
    public int forget() {
        database.open();
        return em.createNativeQuery(FORGET).executeUpdate();
    }

    private void advance(Bulk bulk, @Nullable String place) {
        Portion portion = portion(bulk.target(), place);
        JobFilter filter = bulk.target().filter();
        int done = jobs.actAll(bulk.action(), portion.ids(), filter == null ? null : filter.status());
        em.createNativeQuery(ADVANCE)
                .setParameter(1, bulk.id())
                .setParameter(2, done)
                .setParameter(3, portion.ids().size() - done)
                .setParameter(4, portion.place())
                .executeUpdate();
        if (portion.place() == null) {
            end(bulk.id(), Bulk.State.DONE, null);
        }
    }

    /** The jobs of a step, and where the next one begins: after an id, or after so many of those named. */
    private record Portion(List<String> ids, @Nullable String place) {}

    private Portion portion(BulkTarget target, @Nullable String place) {
        if (target.filter() != null) {
            JobSearches.Ids ids = searches.ids(target.filter(), place, STEP);
            return new Portion(ids.ids(), ids.after());
        }
        int from = place == null ? 0 : Integer.parseInt(place);
        int to = Math.min(from + STEP, target.ids().size());
        return new Portion(target.ids().subList(from, to), to == target.ids().size() ? null : String.valueOf(to));
    }

    private boolean end(String id, Bulk.State state, @Nullable String error) {
        return em.createNativeQuery(END)
                        .setParameter(1, id)
                        .setParameter(2, state.word())
                        .setParameter(3, error)
                        .executeUpdate()
                == 1;
    }

    private static List<Bulk> bulks(Query query) {
        return Queries.rows(query).stream().map(row -> toBulk((Object[]) row)).toList();
    }

    private static Bulk toBulk(Object[] row) {
        return new Bulk(
                (String) row[0],
                BulkAction.of((String) row[1]),
                BulkTarget.parse((String) row[2]),
                Bulk.State.of((String) row[3]),
                ((Number) row[4]).longValue(),
                ((Number) row[5]).longValue(),
                (String) row[6],
                (String) row[7],
                JobRow.toInstant(row[8]),
                row[9] == null ? null : JobRow.toInstant(row[9]));
    }
}
