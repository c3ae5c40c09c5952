package dev.gork.store;

import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** New rows on PostgreSQL: one, or thousands with one statement. */
final class PostgresInserts {
    /** clock_timestamp(), not now(): in a long transaction of the caller's, jobs are due from when they are fired. */
    private static final String INSERT = """
            INSERT INTO jobs (id, queue, status, arguments, options, priority, scheduled_at, enqueued_by, parent)
            SELECT r.id, r.queue, 'scheduled', CAST(r.arguments AS jsonb), CAST(r.options AS jsonb), r.priority,
                   COALESCE(CAST(r.due AS timestamptz), clock_timestamp() + r.delay_micros * INTERVAL '1 microsecond'),
                   r.enqueued_by, r.parent
            FROM unnest(CAST(?1 AS varchar[]), CAST(?2 AS varchar[]), CAST(?3 AS varchar[]), CAST(?4 AS varchar[]),
                        CAST(?5 AS integer[]), CAST(?6 AS varchar[]), CAST(?7 AS bigint[]), CAST(?8 AS varchar[]),
                        CAST(?9 AS varchar[]))
                 AS r (id, queue, arguments, options, priority, due, delay_micros, enqueued_by, parent)
            ON CONFLICT (id) DO NOTHING
            RETURNING id""";

    /** The same for one row, without what it costs to unpack it. */
    private static final String INSERT_ONE = """
            INSERT INTO jobs (id, queue, status, arguments, options, priority, scheduled_at, enqueued_by, parent)
            VALUES (?1, ?2, 'scheduled', CAST(?3 AS jsonb), CAST(?4 AS jsonb), ?5,
                    COALESCE(CAST(?6 AS timestamptz), clock_timestamp() + ?7 * INTERVAL '1 microsecond'),
                    ?8, ?9)
            ON CONFLICT (id) DO NOTHING""";

    private static final List<Column<NewJob>> NEW_JOBS = List.of(
            Column.texts(NewJob::id),
            Column.texts(NewJob::queue),
            Column.texts(NewJob::arguments),
            Column.texts(NewJob::options),
            Column.integers(NewJob::priority),
            Column.texts(PostgresInserts::due),
            Column.longs(NewJob::delayMicros),
            Column.texts(NewJob::enqueuedBy),
            Column.texts(NewJob::parent));

    private PostgresInserts() {}

    /** Those whose id is not taken; their ids. */
    static Set<String> insert(EntityManager em, Collection<NewJob> jobs) {
        if (jobs.size() == 1) {
            NewJob job = jobs.iterator().next();
            return insert(em, job) ? Set.of(job.id()) : Set.of();
        }
        Set<String> inserted = new HashSet<>();
        for (List<NewJob> part : Column.parts(jobs, job -> job.arguments().length())) {
            List<?> ids = Column.setParameters(em.createNativeQuery(INSERT), NEW_JOBS, part)
                    .getResultList();
            ids.forEach(id -> inserted.add((String) id));
        }
        return inserted;
    }

    private static @Nullable String due(NewJob job) {
        return job.at() == null ? null : job.at().toString();
    }

    private static boolean insert(EntityManager em, NewJob job) {
        return em.createNativeQuery(INSERT_ONE)
                        .setParameter(1, job.id())
                        .setParameter(2, job.queue())
                        .setParameter(3, job.arguments())
                        .setParameter(4, job.options())
                        .setParameter(5, job.priority())
                        .setParameter(6, due(job))
                        .setParameter(7, job.delayMicros())
                        .setParameter(8, job.enqueuedBy())
                        .setParameter(9, job.parent())
                        .executeUpdate()
                == 1;
    }
}
