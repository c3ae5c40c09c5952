package dev.gork.claims;

/**
 * One claim of one job: no two are equal, however often a job is run.
 *
 * @param id the job
 * @param number its claim number
 */
public record Claim(String id, long number) {}
