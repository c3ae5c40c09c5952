package dev.gork;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Looks at jobs and acts on them; injectable. Within a transaction each call is part of it, otherwise it has one of its
 * own. Every call says what it did: unknown ids and states that forbid an action are answers, not exceptions.
 *
 * <pre>{@code
 * @Inject JobClient client;
 *
 * if (!client.cancel("invoice-17").done()) { … }
 * }</pre>
 */
public interface JobClient {

    /** The job with this id. */
    Optional<JobInfo> get(String id);

    /**
     * Takes back a job that is not running yet.
     *
     * @return {@link ActionResult.Outcome#REFUSED} if it is running or finished, with its status
     */
    ActionResult cancel(String id);

    /**
     * Makes a job due now: a scheduled one without further waiting, a finished one once more with all its retries.
     *
     * @return {@link ActionResult.Outcome#REFUSED} if it is running: a job never runs twice at once
     */
    ActionResult runNow(String id);

    /** A page of jobs, by their ids from the last: as gork makes ids, the latest enqueued first. */
    JobPage search(JobSearch search);

    /** How many jobs each queue has in each status, by queue. */
    List<QueueCounts> counts();

    /**
     * Enqueues many jobs at once, where the database can with one statement.
     *
     * @return the ids in the requests' order, and which of them were taken already and were left alone
     * @throws InvalidJobRequestException if one of them is invalid; then none is enqueued
     */
    BulkResult enqueue(Collection<JobRequest> requests);
}
