package dev.gork.claims;

import dev.gork.JobStatus;
import dev.gork.database.Row;
import dev.gork.database.Times;
import dev.gork.jobs.JobRow;
import dev.gork.jobs.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A job as its claim hands it over: what it takes to run it, and no more, for a claim hands over many. It is the
 * transition of its claim, too.
 *
 * @param id its id
 * @param queue its queue
 * @param claimNumber the claim number, under which its outcome is written
 * @param priority higher runs first
 * @param attempt which attempt this is, from 1
 * @param retryCount retries used
 * @param rescues how often it was rescued because its node had expired
 * @param argumentsJson the arguments as JSON text
 * @param optionsJson the options that the row itself carries, as JSON text
 * @param scheduledAt when it was due
 * @param createdAt when it was enqueued
 * @param claimedAt when it was claimed
 */
public record ClaimedJob(
        String id,
        String queue,
        long claimNumber,
        int priority,
        int attempt,
        int retryCount,
        int rescues,
        String argumentsJson,
        String optionsJson,
        Instant scheduledAt,
        Instant createdAt,
        Instant claimedAt)
        implements Transition {

    private static final List<String> NAMES = List.of(
            "id",
            "queue",
            "claim",
            "priority",
            "attempts",
            "retry_count",
            "rescues",
            "arguments",
            "options",
            "scheduled_at",
            "created_at",
            "started_at");

    private static final Map<String, Integer> PLACES = Row.places(NAMES);

    /** The columns that it is made from. */
    static final String COLUMNS = JobRow.columns(NAMES);

    static ClaimedJob of(Object[] values) {
        Row row = new Row(PLACES, values);
        return new ClaimedJob(
                row.text("id"),
                row.text("queue"),
                row.longNumber("claim"),
                row.number("priority"),
                row.number("attempts"),
                row.number("retry_count"),
                row.number("rescues"),
                row.text("arguments"),
                row.text("options"),
                row.time("scheduled_at"),
                row.time("created_at"),
                row.time("started_at"));
    }

    @Override
    public JobStatus from() {
        return JobStatus.SCHEDULED;
    }

    @Override
    public JobStatus to() {
        return JobStatus.INITIALIZED;
    }

    /** Its claim. */
    public Claim claim() {
        return new Claim(id, claimNumber);
    }

    /** How long it had been due. */
    public Duration waited() {
        return Times.between(scheduledAt, claimedAt);
    }

    /** Its place in its queue. */
    public ClaimCursor position() {
        return new ClaimCursor(priority, scheduledAt, id);
    }
}
