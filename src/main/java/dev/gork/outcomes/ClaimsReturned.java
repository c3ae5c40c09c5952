package dev.gork.outcomes;

import java.util.Set;

/** Jobs of these queues that were claimed and never begun are scheduled again: who has room for them should claim. */
public record ClaimsReturned(Set<String> queues) {}
