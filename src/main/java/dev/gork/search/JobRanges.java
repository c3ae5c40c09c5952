package dev.gork.search;

import dev.gork.JobFilter;
import dev.gork.JobStatus;
import dev.gork.database.BoundedQuery;
import dev.gork.database.Database;
import dev.gork.database.Sql;
import dev.gork.database.Times;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads parts of the jobs table by an index, each time a bounded number of rows:
 *
 * <ul>
 *   <li>failed and canceled jobs by jobs_ended, where there is one: it has them in the order of their ids;
 *   <li>jobs of a status that few have by the index of that status: then all of them are read;
 *   <li>everything else by the primary key.
 * </ul>
 */
@ApplicationScoped
class JobRanges {
    private static final Set<JobStatus> ENDED = EnumSet.of(JobStatus.FAILED, JobStatus.CANCELED);

    /** So many rows of a status are read at once; where there are more, one goes by windows. */
    private static final int FEW = 20_000;

    /** So many rows are looked up by their ids with one statement. */
    private static final int AT_ONCE = 500;

    private static final String WINDOW =
            "SELECT jobs.id FROM ONLY jobs WHERE %s ORDER BY jobs.id DESC OFFSET %s ROWS FETCH FIRST 1 ROW ONLY";

    private static final String SELECT =
            "SELECT %s FROM ONLY jobs WHERE %s ORDER BY jobs.id DESC FETCH FIRST %s ROWS ONLY";

    private static final String COUNT =
            "SELECT COUNT(*) FROM (SELECT 1 AS one FROM ONLY jobs WHERE %s FETCH FIRST %s ROWS ONLY) AS some_of_them";

    private static final String AMONG = "SELECT jobs.id FROM ONLY jobs WHERE jobs.status = '%s'%s";

    private static final String CHILDREN =
            "SELECT id FROM ONLY jobs WHERE parent = ?1 %s ORDER BY id DESC FETCH FIRST ?2 ROWS ONLY";

    @Inject
    Sql sql;

    @Inject
    Database database;

    /** By which index the rows of a filter are read. */
    JobRange of(JobFilter filter) {
        JobStatus status = filter.status();
        if (status == null) {
            return new JobRange(new Where(), where(filter), filter.equals(JobFilter.all()));
        }
        if (ENDED.contains(status) && database.dialect().indexesEnded()) {
            Where where = where(filter).and(is(status));
            boolean nothingElse = filter.equals(JobFilter.all().status(status));
            return new JobRange(new Where().and(is(status)), where, nothingElse);
        }
        if (status != JobStatus.COMPLETED && few(filter.queue(), status)) {
            Where where = where(filter).and(is(status));
            among(where, filter.queue(), status);
            return new JobRange(new Where(), where, true);
        }
        return new JobRange(new Where(), where(filter).and(unindexed(status)), false);
    }

    /** The next so many ids of the index, whether the filter lets them through or not. */
    IdWindow window(JobRange range, @Nullable String before, int size) {
        if (range.whole()) {
            return new IdWindow(before, null);
        }
        Where where = range.index().copy();
        if (before != null) {
            where.and("jobs.id < %s", before);
        }
        List<?> ids = BoundedQuery.rows(where.bind(own(WINDOW.formatted(where.sql(), size - 1))));
        return new IdWindow(before, ids.isEmpty() ? null : (String) ids.get(0));
    }

    /** The one with exactly this id, if the filter lets it through. */
    List<String> exactly(JobRange range, String id) {
        return ids(range.filter().copy().and("jobs.id = %s", id), 1);
    }

    List<String> ids(JobRange range, IdWindow window, int limit) {
        return ids(in(range, window), limit);
    }

    /** Some that a job's handler enqueued, from the last id down. */
    List<String> children(String parent, @Nullable String before, int limit) {
        Query query = own(CHILDREN.formatted(before == null ? "" : "AND id < ?3"))
                .setParameter(1, parent)
                .setParameter(2, limit);
        if (before != null) {
            query.setParameter(3, before);
        }
        return BoundedQuery.rows(query).stream().map(String.class::cast).toList();
    }

    /** How many there are, counted up to a limit. */
    long count(JobRange range, IdWindow window, long limit) {
        return count(in(range, window), limit);
    }

    Map<String, Instant> lastChanges(Collection<String> ids) {
        Map<String, Instant> changes = new HashMap<>();
        for (Object each : rowsOf("jobs.id, jobs.updated_at", ids)) {
            Object[] row = (Object[]) each;
            changes.put((String) row[0], Times.toInstant(row[1]));
        }
        return changes;
    }

    <T> List<T> byId(JobReading<T> reading, Collection<String> ids) {
        return rowsOf(reading.columns(), ids).stream()
                .map(row -> reading.toJob().apply((Object[]) row))
                .toList();
    }

    /**
     * The jobs with these ids in their order, some at a time, until the page is long enough. So a sort or a filter that has
     * to pass many rows never drags their payloads along, and nobody holds more of them than fit on a page.
     *
     * @param next the cursor of the next page, if all of them fit on this one
     * @param complete whether it is complete then
     */
    <T> Page<T> page(JobReading<T> reading, List<String> ids, @Nullable String next, boolean complete) {
        List<T> jobs = new ArrayList<>();
        long length = 0;
        for (int from = 0; from < ids.size(); from += reading.atOnce()) {
            List<String> some = ids.subList(from, Math.min(from + reading.atOnce(), ids.size()));
            Map<String, T> read = new HashMap<>();
            byId(reading, some).forEach(job -> read.put(reading.job().apply(job).id(), job));
            for (String id : some) {
                T job = read.get(id);
                if (job == null) { // deleted meanwhile
                    continue;
                }
                length += reading.length(job);
                if (length > reading.most() && jobs.size() > 1) { // one alone may be out of the order of the ids
                    String last = reading.job().apply(jobs.get(jobs.size() - 1)).id();
                    return new Page<>(jobs, new Cursor(last).encode(), true);
                }
                jobs.add(job);
            }
        }
        return new Page<>(jobs, next, complete);
    }

    /** The same for the first so many; another id says that there is another page. */
    <T> Page<T> page(JobReading<T> reading, List<String> ids, int limit) {
        return ids.size() <= limit
                ? page(reading, ids, null, true)
                : page(reading, ids.subList(0, limit), new Cursor(ids.get(limit - 1)).encode(), true);
    }

    private List<String> ids(Where where, int limit) {
        return rows("jobs.id", where, limit).stream().map(String.class::cast).toList();
    }

    private List<Object> rowsOf(String columns, Collection<String> ids) {
        List<String> all = List.copyOf(ids);
        List<Object> rows = new ArrayList<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<String> some = all.subList(from, Math.min(from + AT_ONCE, all.size()));
            Where where = new Where()
                    .and(
                            "jobs.id IN (" + String.join(", ", Collections.nCopies(some.size(), "%s")) + ")",
                            some.toArray());
            rows.addAll(rows(columns, where, some.size()));
        }
        return rows;
    }

    private List<?> rows(String columns, Where where, int limit) {
        return BoundedQuery.rows(where.bind(own(SELECT.formatted(columns, where.sql(), limit))));
    }

    private long count(Where where, long limit) {
        List<?> row = BoundedQuery.rows(where.bind(own(COUNT.formatted(where.sql(), limit))));
        return ((Number) row.get(0)).longValue();
    }

    private static Where in(JobRange range, IdWindow window) {
        Where where = range.filter().copy();
        if (window.before() != null) {
            where.and("jobs.id < %s", window.before());
        }
        if (window.from() != null) {
            where.and("jobs.id >= %s", window.from());
        }
        return where;
    }

    /** Not if it takes long to find out: windows of the primary key end in time, whatever the index is full of. */
    private boolean few(@Nullable String queue, JobStatus status) {
        String where = is(status) + (queue == null ? "" : " AND jobs.queue = ?");
        String text = database.dialect().own(COUNT.formatted(where, FEW + 1));
        return database.dialect()
                .within(BoundedQuery.BUDGET, sql, text, queue == null ? List.of() : List.of(queue))
                .filter(rows -> ((Number) rows.get(0)[0]).longValue() <= FEW)
                .isPresent();
    }

    /**
     * By their ids, which the status' own index gives: for rows of a status in the order of their ids the planner would
     * rather read the primary key from its end, past millions that are finished.
     */
    private void among(Where where, @Nullable String queue, JobStatus status) {
        String ids = AMONG.formatted(status.word(), queue == null ? "" : " AND jobs.queue = %s");
        String among = database.dialect().in(ids);
        if (among == null) {
            return;
        }
        if (queue == null) {
            where.and("jobs.id " + among);
        } else {
            where.and("jobs.id " + among, queue);
        }
    }

    /** All but the status. */
    private static Where where(JobFilter filter) {
        Where where = new Where();
        if (filter.queue() != null) {
            where.and("jobs.queue = %s", filter.queue());
        }
        if (filter.idPart() != null) {
            where.and("POSITION(%s IN jobs.id) > 0", filter.idPart());
        }
        if (filter.arguments() != null) {
            where.and("jobs.arguments @> CAST(%s AS jsonb)", filter.arguments());
        }
        if (filter.node() != null) {
            where.and(
                    "(jobs.node = %s OR jobs.node IN (SELECT n.id FROM gork_nodes n WHERE n.name = %s))",
                    filter.node(), filter.node());
        }
        return created(where, filter.from(), filter.to());
    }

    private static Where created(Where where, @Nullable Instant from, @Nullable Instant to) {
        if (from != null) {
            where.and("jobs.created_at >= CAST(%s AS timestamp with time zone)", Times.storable(from));
        }
        if (to != null) {
            where.and("jobs.created_at < CAST(%s AS timestamp with time zone)", Times.storable(to));
        }
        return where;
    }

    /** A constant, for only then do partial indexes serve it. */
    private static String is(JobStatus status) {
        return "jobs.status = '" + status.word() + "'";
    }

    /**
     * So that the planner does not see it, and take an index that has millions of rows of it for a window's few. With a
     * point: H2 sees that {@code status || ''} is the status.
     */
    private static String unindexed(JobStatus status) {
        return "jobs.status || '.' = '" + status.word() + ".'";
    }

    private Query own(String text) {
        return sql.query(database.dialect().own(text));
    }
}
