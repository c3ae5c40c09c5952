package dev.gork.store;

/** Fired once a bulk action has been committed that waits to be done. */
public record BulkWaiting() {}
