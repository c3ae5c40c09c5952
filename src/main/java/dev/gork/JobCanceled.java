package dev.gork;

/**
 * A job was canceled before it ran.
 *
 * @param id the job's id
 * @param queue the job's queue
 */
public record JobCanceled(String id, String queue) implements JobEvent {}
