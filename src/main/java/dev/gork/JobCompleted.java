package dev.gork;

import java.time.Duration;

/**
 * A handler returned and the job is completed.
 *
 * @param id the job's id
 * @param queue the job's queue
 * @param attempt which attempt it was, from 1
 * @param ran how long the handler took
 */
public record JobCompleted(String id, String queue, int attempt, Duration ran) implements JobEvent {}
