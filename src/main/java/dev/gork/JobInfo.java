package dev.gork;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job as it stands in the table.
 *
 * @param id its id
 * @param queue its queue
 * @param status where it is in its life
 * @param argumentsJson the arguments as JSON text
 * @param resultJson what its handler left, as JSON text; <code>{}</code> if nothing
 * @param lastError the last failed attempt's message and trimmed stack, or why it was rescued
 * @param retryCount retries used
 * @param optionsJson the options that the row itself carries, as JSON text
 * @param priority higher runs first
 * @param attempts how often it was started
 * @param rescues how often it was rescued because its node had expired
 * @param claim its claim number, which every claim raises
 * @param node the node that runs it, or ran it last; null while it is scheduled
 * @param scheduledAt when it is, or was, due
 * @param startedAt when its last attempt started
 * @param finishedAt when it was completed, failed or canceled
 * @param createdAt when it was enqueued
 * @param updatedAt when the row last changed
 * @param enqueuedBy the name of the caller who enqueued it, where one was known
 * @param parent the id of the job whose handler enqueued it, if one did
 */
public record JobInfo(
        String id,
        String queue,
        JobStatus status,
        String argumentsJson,
        String resultJson,
        @Nullable String lastError,
        int retryCount,
        String optionsJson,
        int priority,
        int attempts,
        int rescues,
        long claim,
        @Nullable String node,
        Instant scheduledAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        Instant createdAt,
        Instant updatedAt,
        @Nullable String enqueuedBy,
        @Nullable String parent) {}
