package dev.gork.bulk;

/**
 * Fired once a bulk action has been committed that waits to be done.
 *
 * @param elsewhere whether another node told of it
 */
public record BulkWaiting(boolean elsewhere) {}
