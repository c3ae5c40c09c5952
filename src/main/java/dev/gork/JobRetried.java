package dev.gork;

import java.time.Duration;

/**
 * An attempt failed and the job is scheduled again.
 *
 * @param id the job's id
 * @param queue the job's queue
 * @param attempt which attempt it was, from 1
 * @param ran how long the handler took
 * @param error the message and trimmed stack
 * @param delay the time until the next attempt
 */
public record JobRetried(String id, String queue, int attempt, Duration ran, String error, Duration delay)
        implements JobEvent {}
