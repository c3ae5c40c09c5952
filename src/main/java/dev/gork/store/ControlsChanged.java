package dev.gork.store;

/** Somebody has set something for a queue, and it is committed. */
public record ControlsChanged() {}
