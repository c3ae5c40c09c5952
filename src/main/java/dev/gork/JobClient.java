package dev.gork;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Looks at jobs, queues and nodes, and acts on them; injectable. Within a transaction each call is part of it, otherwise it
 * has one of its own. Every call says what it did: unknown ids and states that forbid an action are answers, not exceptions.
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
     * Cancels a job that is not running yet.
     *
     * @return {@link ActionResult.Answer#REFUSED} if it is running or finished, with its status
     */
    ActionResult cancel(String id);

    /**
     * Makes a job due now: a scheduled one without further waiting, a finished one once more with all its retries.
     *
     * @return {@link ActionResult.Answer#REFUSED} if it is running: a job never runs twice at once
     */
    ActionResult runNow(String id);

    /**
     * Changes a job that waits to be run.
     *
     * @return {@link ActionResult.Answer#REFUSED} if it is running or finished, with its status
     * @throws InvalidJobRequestException if a value cannot be used; nothing is changed then
     */
    ActionResult edit(String id, JobEdit edit);

    /**
     * Deletes a job and its attempts, as if it had never been.
     *
     * @return {@link ActionResult.Answer#REFUSED} if it is running
     */
    ActionResult delete(String id);

    /** The attempts at a job, the oldest first, at most the last 1000 of them; none if there is no such job. */
    List<JobAttempt> attempts(String id);

    /**
     * The jobs that a job's handler enqueued, the latest first.
     *
     * @param limit the size of the page, 1 to {@value JobSearch#MAX_LIMIT}
     * @param cursor where to go on, from {@link JobPage#next}, or null from the start
     */
    JobPage children(String id, int limit, @Nullable String cursor);

    /**
     * A page of jobs, by their ids from the last: as gork makes ids, the latest enqueued first. A job whose id is exactly
     * the part asked for comes before them.
     *
     * <p>One call does a bounded amount of work. What no index serves is found as far as it gets in a tenth of a second;
     * {@link JobPage#complete} says whether that was all. Jobs come whole, with all of their arguments and results; where
     * these are long, a page ends before its limit, at about ten million characters, and has a cursor to go on with.
     *
     * @throws IllegalArgumentException if the cursor is none that a page gave, or the arguments cannot be searched for
     */
    JobPage search(JobSearch search);

    /**
     * How many jobs a filter lets through, counted as far as is quick.
     *
     * @throws IllegalArgumentException if the arguments cannot be searched for
     */
    JobCount count(JobFilter filter);

    /**
     * How many jobs each queue has in each status, by queue. The numbers are kept, not counted: those of finished jobs may
     * lag a second behind, and by more where jobs come or go by plain SQL. Of more than 1000 queues, those with the
     * most jobs that wait or run.
     */
    List<QueueCounts> counts();

    /**
     * Enqueues many jobs at once, where the database can with one statement.
     *
     * @return the ids in the requests' order, and which of them were taken already and were left alone
     * @throws InvalidJobRequestException if one of them is invalid; then none is enqueued
     */
    EnqueueResult enqueue(Collection<JobRequest> requests);

    /**
     * Pauses a queue on every node: none of its jobs is begun, those that run end as usual, and new ones wait.
     *
     * @param by who pauses it, shown in the console; may be null
     * @return whether it was not paused before
     * @throws IllegalArgumentException if no queue can have this name
     */
    boolean pause(String queue, @Nullable String by);

    /**
     * Ends the pause of a queue.
     *
     * @return whether it was paused
     */
    boolean resume(String queue);

    /**
     * Sets how many jobs of a queue each node runs at once, in place of the setting {@code instances}. Where there are
     * fewer, the jobs that run end as usual; with 0, none is begun.
     *
     * @param instances 0 to {@value QueueOverrides#MAX_INSTANCES}, or empty to go back to the setting
     * @param node the name of the only node that it is for, which wins over what is set for all; null for all
     * @throws IllegalArgumentException if the number is out of range, or no queue or node can have this name
     */
    void instances(String queue, OptionalInt instances, @Nullable String node);

    /** What is set for a queue now. */
    QueueOverrides overrides(String queue);

    /**
     * Starts to do something to many jobs, as soon as the transaction is committed: step by step in the background, on any
     * node, also where this one stops. What is enqueued meanwhile and matches may be included.
     *
     * <pre>{@code
     * JobFilter failed = JobFilter.all().queue("invoice").status(JobStatus.FAILED);
     * BulkAction action = client.startBulk(BulkRequest.runNow(failed).by("jane"));
     * …
     * long done = client.bulkAction(action.id()).orElseThrow().done();
     * }</pre>
     *
     * @return the action, before its first step
     * @throws IllegalArgumentException if this database cannot search for the filter's arguments, or no job can have one
     *     of the ids
     */
    BulkAction startBulk(BulkRequest request);

    /**
     * A bulk action, with how far it has come.
     *
     * @return empty if there is none with this id, if it ended 30 days ago, or if a newer version started it and means
     *     something that this one does not understand
     */
    Optional<BulkAction> bulkAction(String id);

    /** The last 100 bulk actions, the latest first. */
    List<BulkAction> bulkActions();

    /**
     * Stops a bulk action after its current step. What was done stays done.
     *
     * @return whether it was going on
     */
    boolean stopBulk(String id);

    /** The nodes, by name, with what they serve and run: those alive, and for a day those that are not. At most 200. */
    List<NodeInfo> nodes();

    /**
     * What became of attempts over time. Nodes write it down every ten seconds.
     *
     * <pre>{@code
     * long failed = client.history("invoice", QueueHistory.Range.DAY).points().stream()
     *         .mapToLong(QueueHistory.Point::failed)
     *         .sum();
     * }</pre>
     *
     * @param queue the queue; null for all queues together
     * @throws IllegalArgumentException if no queue can have this name
     */
    QueueHistory history(@Nullable String queue, QueueHistory.Range range);
}
