package dev.gork.queues;

/** Somebody has set something for a queue, and it is committed. */
public record OverridesChanged() {}
