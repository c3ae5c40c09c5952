package dev.gork.store;

import dev.gork.JobStatus;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** How one kind of database makes a transition of many jobs at once, where it can with one statement. */
interface DialectBulk {

    /**
     * Makes the transition of those of these jobs that have one of these statuses.
     *
     * @return of each the id, the queue and the status before
     */
    List<?> act(EntityManager em, BulkAction action, Collection<String> ids, Set<JobStatus> from);
}
