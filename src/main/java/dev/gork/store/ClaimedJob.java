package dev.gork.store;

import java.time.Instant;

/**
 * A job as its claim hands it over: what it takes to run it, and no more, for a claim hands over many.
 *
 * @param id its id
 * @param queue its queue
 * @param claim the claim number, under which its outcome is written
 * @param priority higher runs first
 * @param attempt which attempt this is, from 1
 * @param retryCount retries used
 * @param rescues how often it was put back because its node was gone
 * @param argumentsJson the arguments as JSON text
 * @param optionsJson the options that the row itself carries, as JSON text
 * @param scheduledAt when it was due
 * @param createdAt when it was enqueued
 * @param claimedAt when it was claimed
 */
public record ClaimedJob(
        String id,
        String queue,
        long claim,
        int priority,
        int attempt,
        int retryCount,
        int rescues,
        String argumentsJson,
        String optionsJson,
        Instant scheduledAt,
        Instant createdAt,
        Instant claimedAt) {

    /** The columns that it is made from. JSON is cast to text, so that no driver's own JSON class has to be known. */
    static final String COLUMNS = """
            jobs.id, jobs.queue, jobs.claim, jobs.priority, jobs.attempts, jobs.retry_count, jobs.rescues, \
            CAST(jobs.arguments AS varchar), CAST(jobs.options AS varchar), jobs.scheduled_at, jobs.created_at, \
            jobs.started_at""";

    static ClaimedJob of(Object[] row) {
        return new ClaimedJob(
                (String) row[0],
                (String) row[1],
                ((Number) row[2]).longValue(),
                ((Number) row[3]).intValue(),
                ((Number) row[4]).intValue(),
                ((Number) row[5]).intValue(),
                ((Number) row[6]).intValue(),
                (String) row[7],
                (String) row[8],
                JobRow.toInstant(row[9]),
                JobRow.toInstant(row[10]),
                JobRow.toInstant(row[11]));
    }

    /** Its claim. */
    public Claim key() {
        return new Claim(id, claim);
    }

    /** Its place in its queue. */
    public Position position() {
        return new Position(priority, scheduledAt, id);
    }
}
