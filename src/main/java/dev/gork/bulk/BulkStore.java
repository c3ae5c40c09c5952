package dev.gork.bulk;

import dev.gork.BulkAction;
import dev.gork.BulkRequest;
import dev.gork.JobFilter;
import dev.gork.JobStatus;
import dev.gork.config.JobLimits;
import dev.gork.database.BoundedQuery;
import dev.gork.database.Database;
import dev.gork.database.Sql;
import dev.gork.database.Times;
import dev.gork.events.AfterCommit;
import dev.gork.jobs.JobStore;
import dev.gork.log.SafeLog;
import dev.gork.payload.Texts;
import dev.gork.search.JobSearches;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
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
    private static final Logger LOG = SafeLog.of(BulkStore.class);

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

    private static final String RUNNING = "SELECT id FROM gork_bulk WHERE state = 'running' ORDER BY started_at, id";

    private static final String LOCK = "SELECT " + COLUMNS + """
            , place FROM gork_bulk WHERE id = ?1 AND state = 'running' FOR UPDATE SKIP LOCKED""";

    private static final String ADVANCE =
            "UPDATE gork_bulk SET done = done + ?2, skipped = skipped + ?3, place = ?4 WHERE id = ?1";

    private static final String END =
            "UPDATE gork_bulk SET state = ?2, error = ?3, ended_at = CURRENT_TIMESTAMP WHERE id = ?1 AND state = 'running'";

    private static final String FORGET = "DELETE FROM gork_bulk WHERE ended_at < CURRENT_TIMESTAMP - INTERVAL '30' DAY";

    @Inject
    Sql sql;

    @Inject
    Database database;

    @Inject
    JobSearches searches;

    @Inject
    JobStore jobs;

    @Inject
    AfterCommit afterCommit;

    @Inject
    Event<BulkWaiting> waiting;

    /**
     * Begins to do something to many jobs; a chore does it, step by step, and is woken as soon as this is committed.
     *
     * @throws IllegalArgumentException if the filter cannot be used on this database
     */
    public BulkAction start(BulkRequest request) {
        database.open();
        request.filter().ifPresent(searches::check);
        String id = UUID.randomUUID().toString();
        sql.query(INSERT)
                .setParameter(1, id)
                .setParameter(2, request.action().word())
                .setParameter(3, BulkTarget.of(request))
                .setParameter(4, Texts.storable(request.by().orElse(""), JobLimits.MAX_CALLER_LENGTH))
                .executeUpdate();
        afterCommit.run(() -> waiting.fire(new BulkWaiting(false)));
        return get(id).orElseThrow();
    }

    /** The one with this id, unless it is of a newer version and means something that this one does not understand. */
    public Optional<BulkAction> get(String id) {
        database.open();
        if (Texts.problem(id) != null) {
            return Optional.empty();
        }
        return bulks(sql.query(GET).setParameter(1, id)).stream().findFirst();
    }

    /** The latest ones, the last one first, without those that this version does not understand. */
    public List<BulkAction> latest() {
        database.open();
        return bulks(sql.query(LATEST).setParameter(1, MAX_SHOWN));
    }

    /** Ends one after its current step; whether it was going on. */
    public boolean stop(String id) {
        database.open();
        return Texts.problem(id) == null && end(id, BulkAction.State.STOPPED, null);
    }

    /**
     * Does the next step of the oldest one that nobody else is at. One that this version does not understand is left to
     * nodes of the version that asked for it, and not even locked.
     *
     * @return whether there was one
     */
    public boolean step() {
        database.open();
        for (Object each : sql.query(RUNNING).getResultList()) {
            if (get((String) each).isPresent() && step((String) each)) {
                return true;
            }
        }
        return false;
    }

    private boolean step(String id) {
        List<?> rows = sql.query(LOCK).setParameter(1, id).getResultList();
        if (rows.isEmpty()) {
            return false;
        }
        Object[] row = (Object[]) rows.get(0);
        try {
            advance(toBulk(row), (String) row[row.length - 1]);
        } catch (IllegalArgumentException e) { // a filter that this database cannot use
            end(id, BulkAction.State.FAILED, e.getMessage());
        }
        return true;
    }

    /** Takes out what ended long ago; how many. */
    public int forget() {
        database.open();
        return sql.query(FORGET).executeUpdate();
    }

    private void advance(BulkAction bulk, @Nullable String place) {
        Portion portion = portion(bulk.request(), place);
        JobStatus only = bulk.request().filter().map(JobFilter::status).orElse(null);
        int done = jobs.actAll(bulk.request().action(), portion.ids(), only);
        sql.query(ADVANCE)
                .setParameter(1, bulk.id())
                .setParameter(2, done)
                .setParameter(3, portion.ids().size() - done)
                .setParameter(4, portion.place())
                .executeUpdate();
        if (portion.place() == null) {
            end(bulk.id(), BulkAction.State.DONE, null);
        }
    }

    /** The jobs of a step, and where the next one begins: after an id, or after so many of those named. */
    private record Portion(List<String> ids, @Nullable String place) {}

    private Portion portion(BulkRequest request, @Nullable String place) {
        if (request.filter().isPresent()) {
            JobSearches.Ids ids = searches.ids(request.filter().get(), place, STEP);
            return new Portion(ids.ids(), ids.after());
        }
        int from = place == null ? 0 : Integer.parseInt(place);
        int to = Math.min(from + STEP, request.ids().size());
        return new Portion(request.ids().subList(from, to), to == request.ids().size() ? null : String.valueOf(to));
    }

    private boolean end(String id, BulkAction.State state, @Nullable String error) {
        return sql.query(END)
                        .setParameter(1, id)
                        .setParameter(2, state.word())
                        .setParameter(3, error)
                        .executeUpdate()
                == 1;
    }

    private static List<BulkAction> bulks(Query query) {
        List<BulkAction> bulks = new ArrayList<>();
        for (Object each : BoundedQuery.rows(query)) {
            try {
                bulks.add(toBulk((Object[]) each));
            } catch (IllegalArgumentException e) {
                LOG.log(Level.DEBUG, "A bulk action is of a newer version: {0}", e.getMessage());
            }
        }
        return bulks;
    }

    /** @throws IllegalArgumentException if this version does not understand it */
    private static BulkAction toBulk(Object[] row) {
        String by = (String) row[7];
        return new BulkAction(
                (String) row[0],
                BulkTarget.parse(BulkRequest.Action.of((String) row[1]), (String) row[2])
                        .by(by.isEmpty() ? null : by),
                BulkAction.State.of((String) row[3]),
                ((Number) row[4]).longValue(),
                ((Number) row[5]).longValue(),
                (String) row[6],
                Times.toInstant(row[8]),
                row[9] == null ? null : Times.toInstant(row[9]));
    }
}
