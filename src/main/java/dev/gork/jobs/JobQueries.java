package dev.gork.jobs;

import dev.gork.JobInfo;
import dev.gork.database.BoundedQuery;
import dev.gork.database.Database;
import dev.gork.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** Single jobs as they are. */
@ApplicationScoped
@Transactional
public class JobQueries {
    private static final String GET = "SELECT " + JobRow.COLUMNS + " FROM ONLY jobs WHERE id = ?1";

    private static final String LOOK = "SELECT " + JobExcerpt.ALONE.columns() + " FROM ONLY jobs WHERE id = ?1";

    @Inject
    Sql sql;

    @Inject
    Database database;

    /** The job with this id. */
    public Optional<JobInfo> get(String id) {
        database.open();
        return JobRow.toJobs(own(GET).setParameter(1, id).getResultList()).stream()
                .findFirst();
    }

    /** The same for people to look at: shortened where it is longer than anything that came through gork. */
    public Optional<JobExcerpt> look(String id) {
        database.open();
        return BoundedQuery.rows(own(LOOK).setParameter(1, id)).stream()
                .findFirst()
                .map(row -> JobExcerpt.ALONE.toJob((Object[]) row));
    }

    private Query own(String text) {
        return sql.query(database.dialect().own(text));
    }
}
