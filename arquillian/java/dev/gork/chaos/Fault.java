package dev.gork.chaos;

import java.time.Duration;

/**
 * One fault of a schedule.
 *
 * @param kind what is done
 * @param node to which node, by its place; of no meaning for the database
 * @param pause how long after the one before
 * @param length for how long; of no meaning for those that are over at once
 * @param clock how far ahead the clock is set, for {@link FaultKind#CLOCK_SET}
 */
record Fault(FaultKind kind, int node, Duration pause, Duration length, Duration clock) {}
