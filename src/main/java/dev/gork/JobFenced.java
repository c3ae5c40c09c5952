package dev.gork;

/**
 * An attempt ended after its claim was lost: what it would have written was refused, and changed nothing.
 *
 * @param id the job's id
 * @param queue the job's queue
 * @param attempt which attempt it was, from 1
 * @param claim the claim number that was lost
 */
public record JobFenced(String id, String queue, int attempt, long claim) implements JobEvent {}
