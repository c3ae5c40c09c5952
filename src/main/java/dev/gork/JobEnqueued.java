package dev.gork;

/**
 * A job was enqueued, and its transaction committed.
 *
 * @param id the job's id
 * @param queue the job's queue
 * @param dueNow whether it may run at once, rather than later
 */
public record JobEnqueued(String id, String queue, boolean dueNow) implements JobEvent {}
