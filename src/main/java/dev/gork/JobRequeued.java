package dev.gork;

/**
 * A job was made due now by {@link JobClient#runNow}.
 *
 * @param id the job's id
 * @param queue the job's queue
 */
public record JobRequeued(String id, String queue) implements JobEvent {}
