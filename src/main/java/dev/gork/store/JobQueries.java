package dev.gork.store;

import dev.gork.JobInfo;
import dev.gork.JobPage;
import dev.gork.JobSearch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every query of the jobs table that changes nothing. */
@ApplicationScoped
@Transactional(dontRollbackOn = IllegalArgumentException.class)
public class JobQueries {
    private static final String GET = "SELECT " + JobRow.COLUMNS + " FROM jobs WHERE id = ?1";

    private static final String CHILDREN =
            "SELECT " + JobRow.COLUMNS + " FROM jobs WHERE parent = ?1 %s ORDER BY id DESC FETCH FIRST ?2 ROWS ONLY";

    @PersistenceContext(unitName = "gork")
    EntityManager em;

    @Inject
    Database database;

    /** The job with this id. */
    public Optional<JobInfo> get(String id) {
        database.open();
        return JobRow.toJobs(em.createNativeQuery(GET).setParameter(1, id).getResultList()).stream()
                .findFirst();
    }

    /**
     * A page of the jobs that a job's handler enqueued, the latest first.
     *
     * @throws IllegalArgumentException if the limit is out of range, or the cursor is none that a page gave
     */
    public JobPage children(String parent, int limit, @Nullable String cursor) {
        database.open();
        int checked = JobSearch.all().limit(limit).limit();
        Query query = em.createNativeQuery(CHILDREN.formatted(cursor == null ? "" : "AND id < ?3"))
                .setParameter(1, parent)
                .setParameter(2, checked + 1);
        if (cursor != null) {
            query.setParameter(3, Cursor.decode(cursor).id());
        }
        return page(JobRow.toJobs(Queries.rows(query)), checked);
    }

    /** One job more than asked for says that there is another page. */
    private static JobPage page(List<JobInfo> jobs, int limit) {
        if (jobs.size() <= limit) {
            return new JobPage(jobs, null, true);
        }
        JobInfo last = jobs.get(limit - 1);
        return new JobPage(jobs.subList(0, limit), new Cursor(last.id()).encode(), true);
    }

    /** Whether an outcome stands in the table already, because the answer to its write was lost with the connection. */
    public boolean isWritten(Outcome outcome) {
        return get(outcome.id())
                .filter(job -> job.claim() == outcome.claim() && job.status() == outcome.status())
                .isPresent();
    }

    private static Query bind(Query query, List<Object> values) {
        for (int i = 0; i < values.size(); i++) {
            query.setParameter(i + 1, values.get(i));
        }
        return query;
    }
}
