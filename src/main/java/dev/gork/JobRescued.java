package dev.gork;

/**
 * A job was rescued: it is scheduled again, because the node that ran it has expired.
 *
 * @param id the job's id
 * @param queue the job's queue
 * @param rescues how often that has happened to it by now
 */
public record JobRescued(String id, String queue, int rescues) implements JobEvent {}
