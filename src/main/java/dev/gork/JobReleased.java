package dev.gork;

import java.time.Duration;

/**
 * A running job was released because its node stops; it costs no attempt. A job that was claimed and not begun goes back
 * without an event.
 *
 * @param id the job's id
 * @param queue the job's queue
 * @param attempt which attempt it was, from 1
 * @param ran how long the handler had run
 */
public record JobReleased(String id, String queue, int attempt, Duration ran) implements JobEvent {}
