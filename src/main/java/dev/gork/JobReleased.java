package dev.gork;

import java.time.Duration;

/**
 * A running job was given back because its node stops; it costs no attempt.
 *
 * @param id the job's id
 * @param queue the job's queue
 * @param attempt which attempt it was, from 1
 * @param ran how long the handler had run
 */
public record JobReleased(String id, String queue, int attempt, Duration ran) implements JobEvent {}
