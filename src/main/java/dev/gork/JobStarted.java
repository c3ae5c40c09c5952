package dev.gork;

import java.time.Duration;

/**
 * A handler is about to be called.
 *
 * @param id the job's id
 * @param queue the job's queue
 * @param attempt which attempt it is, from 1
 * @param waited from when it was due until it was claimed, on the database's clock
 */
public record JobStarted(String id, String queue, int attempt, Duration waited) implements JobEvent {}
