package dev.gork.store;

import dev.gork.JobFilter;
import dev.gork.JobInfo;
import dev.gork.JobStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
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
            "SELECT jobs.id FROM jobs WHERE %s ORDER BY jobs.id DESC OFFSET %d ROWS FETCH FIRST 1 ROW ONLY";

    private static final String SELECT = "SELECT %s FROM jobs WHERE %s ORDER BY jobs.id DESC FETCH FIRST %d ROWS ONLY";

    private static final String COUNT =
            "SELECT COUNT(*) FROM (SELECT 1 AS one FROM jobs WHERE %s FETCH FIRST %d ROWS ONLY) AS some_of_them";

    private static final String AMONG = "SELECT jobs.id FROM jobs WHERE jobs.status = '%s'%s";

    private static final Instant FIRST_TIME = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LAST_TIME = Instant.parse("9999-12-31T00:00:00Z");

    @PersistenceContext(unitName = "gork")
    EntityManager em;

    @Inject
    Database database;

    /** By which index the rows of a filter are read. */
    JobRange of(JobFilter filter) {
        JobStatus status = filter.status();
        if (status == null) {
            return new JobRange(new Conditions(), conditions(filter), filter.equals(JobFilter.all()));
        }
        if (ENDED.contains(status) && database.dialect().indexesEnded()) {
            Conditions conditions = conditions(filter).and(is(status));
            boolean nothingElse = filter.equals(JobFilter.all().status(status));
            return new JobRange(new Conditions().and(is(status)), conditions, nothingElse);
        }
        if (status != JobStatus.COMPLETED && few(filter.queue(), status)) {
            Conditions conditions = conditions(filter).and(is(status));
            among(conditions, filter.queue(), status);
            return new JobRange(new Conditions(), conditions, true);
        }
        return new JobRange(new Conditions(), conditions(filter).and(unindexed(status)), false);
    }

    /** The next so many ids of the index, whether the filter lets them through or not. */
    IdWindow window(JobRange range, @Nullable String before, int size) {
        if (range.whole()) {
            return new IdWindow(before, null);
        }
        Conditions conditions = range.index().copy();
        if (before != null) {
            conditions.and("jobs.id < %s", before);
        }
        List<?> ids = Queries.rows(conditions.bind(em.createNativeQuery(WINDOW.formatted(conditions.sql(), size - 1))));
        return new IdWindow(before, ids.isEmpty() ? null : (String) ids.get(0));
    }

    /** The one with exactly this id, if the filter lets it through. */
    List<JobInfo> exactly(JobRange range, String id) {
        return JobRow.toJobs(rows(JobRow.COLUMNS, range.filter().copy().and("jobs.id = %s", id), 1));
    }

    List<JobInfo> jobs(JobRange range, IdWindow window, int limit) {
        return JobRow.toJobs(rows(JobRow.COLUMNS, in(range, window), limit));
    }

    List<String> ids(JobRange range, IdWindow window, int limit) {
        return rows("jobs.id", in(range, window), limit).stream()
                .map(String.class::cast)
                .toList();
    }

    /** How many there are, counted up to a limit. */
    long count(JobRange range, IdWindow window, long limit) {
        return count(in(range, window), limit);
    }

    Map<String, Instant> lastChanges(Collection<String> ids) {
        Map<String, Instant> changes = new HashMap<>();
        for (Object each : rowsOf("jobs.id, jobs.updated_at", ids)) {
            Object[] row = (Object[]) each;
            changes.put((String) row[0], JobRow.toInstant(row[1]));
        }
        return changes;
    }

    List<JobInfo> byId(Collection<String> ids) {
        return JobRow.toJobs(rowsOf(JobRow.COLUMNS, ids));
    }

    private List<Object> rowsOf(String columns, Collection<String> ids) {
        List<String> all = List.copyOf(ids);
        List<Object> rows = new ArrayList<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<String> some = all.subList(from, Math.min(from + AT_ONCE, all.size()));
            Conditions conditions = new Conditions()
                    .and(
                            "jobs.id IN (" + String.join(", ", Collections.nCopies(some.size(), "%s")) + ")",
                            some.toArray());
            rows.addAll(rows(columns, conditions, some.size()));
        }
        return rows;
    }

    private List<?> rows(String columns, Conditions conditions, int limit) {
        return Queries.rows(conditions.bind(em.createNativeQuery(SELECT.formatted(columns, conditions.sql(), limit))));
    }

    private long count(Conditions conditions, long limit) {
        List<?> row = Queries.rows(conditions.bind(em.createNativeQuery(COUNT.formatted(conditions.sql(), limit))));
        return ((Number) row.get(0)).longValue();
    }

    private static Conditions in(JobRange range, IdWindow window) {
        Conditions conditions = range.filter().copy();
        if (window.before() != null) {
            conditions.and("jobs.id < %s", window.before());
        }
        if (window.from() != null) {
            conditions.and("jobs.id >= %s", window.from());
        }
        return conditions;
    }

    private boolean few(@Nullable String queue, JobStatus status) {
        Conditions conditions = new Conditions().and(is(status));
        if (queue != null) {
            conditions.and("jobs.queue = %s", queue);
        }
        return count(conditions, FEW + 1L) <= FEW;
    }

    /**
     * By their ids, which the status' own index gives: for rows of a status in the order of their ids the planner would
     * rather read the primary key from its end, past millions that are finished.
     */
    private void among(Conditions conditions, @Nullable String queue, JobStatus status) {
        String ids = AMONG.formatted(status.word(), queue == null ? "" : " AND jobs.queue = %s");
        String among = "jobs.id " + database.dialect().in(ids);
        if (queue == null) {
            conditions.and(among);
        } else {
            conditions.and(among, queue);
        }
    }

    /** All but the status. */
    private static Conditions conditions(JobFilter filter) {
        Conditions conditions = new Conditions();
        if (filter.queue() != null) {
            conditions.and("jobs.queue = %s", filter.queue());
        }
        if (filter.idPart() != null) {
            conditions.and("POSITION(%s IN jobs.id) > 0", filter.idPart());
        }
        if (filter.arguments() != null) {
            conditions.and("jobs.arguments @> CAST(%s AS jsonb)", filter.arguments());
        }
        if (filter.node() != null) {
            conditions.and(
                    "(jobs.node = %s OR jobs.node IN (SELECT n.id FROM gork_nodes n WHERE n.name = %s))",
                    filter.node(), filter.node());
        }
        return created(conditions, filter.from(), filter.to());
    }

    private static Conditions created(Conditions conditions, @Nullable Instant from, @Nullable Instant to) {
        if (from != null) {
            conditions.and("jobs.created_at >= CAST(%s AS timestamp with time zone)", storable(from));
        }
        if (to != null) {
            conditions.and("jobs.created_at < CAST(%s AS timestamp with time zone)", storable(to));
        }
        return conditions;
    }

    /** No job was created before or after these, and not every database knows such times. */
    private static String storable(Instant time) {
        Instant early = time.isBefore(FIRST_TIME) ? FIRST_TIME : time;
        return (early.isAfter(LAST_TIME) ? LAST_TIME : early).toString();
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
}
